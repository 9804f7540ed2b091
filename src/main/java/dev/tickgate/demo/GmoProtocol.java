package dev.tickgate.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The protocol of GMO Coin at the server: one command a second over all connections, no answer to a
 * subscription, and errors that do not name the symbol. Confined to the event loop of its server.
 */
public final class GmoProtocol {
  public static final String PATH = "/ws/public/v1";
  public static final String BAD_SYMBOL =
      "{\"error\":\"ERR-5106 Invalid request parameter. symbol\"}";
  public static final String TOO_MANY = "{\"error\":\"ERR-5003 Request too many.\"}";
  private static final String BAD_REQUEST = "{\"error\":\"ERR-5106 Invalid request parameter.\"}";
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Set<String> channels;
  private final Set<String> symbols;
  private final LongSupplier nanos;
  private long last;

  public GmoProtocol(Set<String> channels, Set<String> symbols, LongSupplier nanos) {
    this.channels = Set.copyOf(channels);
    this.symbols = Set.copyOf(symbols);
    this.nanos = nanos;
    this.last = nanos.getAsLong() - PACE.toNanos();
  }

  /** Returns the name of the stream of a symbol's quotes. */
  public static String quotes(String symbol) {
    return stream("ticker", symbol);
  }

  private static String stream(String channel, String symbol) {
    return channel + " " + symbol;
  }

  /**
   * Executes a command of a client.
   *
   * @param streams the streams of the client; the command changes them
   * @return the error to answer; empty where the command succeeds
   */
  public Optional<String> execute(String command, Set<String> streams) {
    long now = nanos.getAsLong();
    if (now - last < PACE.toNanos()) {
      return Optional.of(TOO_MANY);
    }
    last = now;
    try {
      return execute(new JsonObject(command), streams);
    } catch (DecodeException | ClassCastException e) {
      return Optional.of(BAD_REQUEST);
    }
  }

  private Optional<String> execute(JsonObject command, Set<String> streams) {
    String channel = command.getString("channel", "");
    String symbol = command.getString("symbol", "");
    if (!channels.contains(channel)) {
      return Optional.of(BAD_REQUEST);
    }
    if (!symbols.contains(symbol)) {
      return Optional.of(BAD_SYMBOL);
    }
    switch (command.getString("command", "")) {
      case "subscribe" -> streams.add(stream(channel, symbol));
      case "unsubscribe" -> streams.remove(stream(channel, symbol));
      default -> {
        return Optional.of(BAD_REQUEST);
      }
    }
    return Optional.empty();
  }

  /** Returns a quote in the format of GMO Coin FX. */
  public static String fxQuote(String symbol, String bid, String ask, Instant time, String status) {
    return """
        {"symbol":"%s","ask":"%s","bid":"%s","timestamp":"%s","status":"%s"}"""
        .formatted(symbol, ask, bid, MICROS.format(time), status);
  }
}
