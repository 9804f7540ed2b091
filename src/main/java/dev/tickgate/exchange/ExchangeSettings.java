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
 */
public record ExchangeSettings(String venue, URI url) {
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
