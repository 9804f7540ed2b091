package dev.tickgate.exchange;

import dev.tickgate.stream.TopicFilter;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * An exchange that is used.
 *
 * @param venue its name in settings and topics
 * @param url the base of its WebSockets
 * @param isSimulated whether its quotes are no prices of a market
 */
public record ExchangeSettings(String venue, URI url, boolean isSimulated) {
  private static final URI UNKNOWN = URI.create("ws://127.0.0.1");

  /** A real one. */
  public ExchangeSettings(String venue, URI url) {
    this(venue, url, false);
  }

  /** One of this process, whose port is known when it listens. */
  public static ExchangeSettings simulated(String venue) {
    return new ExchangeSettings(venue, UNKNOWN, true);
  }

  /** The same with another base of its WebSockets. */
  public ExchangeSettings at(URI base) {
    return new ExchangeSettings(venue, base, isSimulated);
  }

  /** The name of its feed; no table's feed has a dot in it. */
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

  /** Whether one of its topics is a topic of the filter. */
  public boolean overlaps(TopicFilter topics) {
    return quotes().overlaps(topics) || frames().overlaps(topics);
  }

  /** The names of all exchanges that can be used. */
  public static List<String> venues() {
    return Stream.of(Exchanges.VENUES).map(Venue::name).toList();
  }
}
