package dev.tickgate.exchange;

import dev.tickgate.stream.TopicFilter;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings of one exchange.
 *
 * @param venue its name in settings and topics
 * @param url the base URL of its WebSockets
 * @param isSimulated whether its quotes are simulated, not prices of a market
 */
public record ExchangeSettings(String venue, URI url, boolean isSimulated) {
  private static final URI UNKNOWN = URI.create("ws://127.0.0.1");

  /** The settings of a real exchange. */
  public ExchangeSettings(String venue, URI url) {
    this(venue, url, false);
  }

  /** The settings of a simulated exchange in this process, whose port is known once it listens. */
  public static ExchangeSettings simulated(String venue) {
    return new ExchangeSettings(venue, UNKNOWN, true);
  }

  /** These settings with another base URL. */
  public ExchangeSettings at(URI base) {
    return new ExchangeSettings(venue, base, isSimulated);
  }

  /** The name of its feed. The feed of a table has no dot in its name. */
  public String feed() {
    return "exchange." + venue;
  }

  /** The topics of quotes: {@code ticks.<venue>.<symbol>}. */
  public TopicFilter quotes() {
    return new TopicFilter(Subject.Kind.QUOTES.prefix(venue) + "*");
  }

  /** The topics of the exchange's frames: {@code stream.<venue>.<name>}. */
  public TopicFilter frames() {
    return new TopicFilter(Subject.Kind.FRAMES.prefix(venue) + "*");
  }

  /** Whether one of its topics matches the filter. */
  public boolean overlaps(TopicFilter topics) {
    return quotes().overlaps(topics) || frames().overlaps(topics);
  }

  /** The names of all exchanges that can be used. */
  public static List<String> venues() {
    return Stream.of(Exchanges.VENUES).map(Venue::name).toList();
  }
}
