package dev.tickgate.protocol;

import dev.tickgate.stream.Topic;
import java.util.Locale;
import java.util.Optional;

/**
 * The data that a client of the relay gets, and the topics of its streams: {@code btcusdt@trade} of
 * Binance, {@code gmoFx.USD_JPY} of another exchange.
 */
public enum RelayContent {
  /** The frames of the exchange: {@code stream.binance.btcusdt@trade}. */
  RAW("stream."),
  /** Ticker messages of the symbol of the stream: {@code ticks.binance.BTCUSDT}. */
  TICK("ticks.");

  private static final String DEFAULT_EXCHANGE = "binance.";

  private final String prefix;

  RelayContent(String prefix) {
    this.prefix = prefix;
  }

  /**
   * @param format the format that the client gave; null for the frames
   */
  public static Optional<RelayContent> parse(String format) {
    if (format == null) {
      return Optional.of(RAW);
    }
    return switch (format) {
      case "raw" -> Optional.of(RAW);
      case "tick" -> Optional.of(TICK);
      default -> Optional.empty();
    };
  }

  /** The topic of a stream; empty where no stream has such a name. */
  public Optional<Topic> topic(String stream) {
    int dot = stream.indexOf('.');
    String exchange = dot < 0 ? DEFAULT_EXCHANGE : stream.substring(0, dot + 1);
    String name = stream.substring(dot + 1);
    String part = this == RAW ? name : name.split("@", 2)[0].toUpperCase(Locale.ROOT);
    return part.isEmpty() ? Optional.empty() : Topic.parse(prefix + exchange + part);
  }

  /** Returns the stream of a topic; any other text of a client is returned as it is. */
  String stream(String topic) {
    String stream = topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic;
    return stream.startsWith(DEFAULT_EXCHANGE)
        ? stream.substring(DEFAULT_EXCHANGE.length())
        : stream;
  }
}
