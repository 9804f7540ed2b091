package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.time.Instant;
import java.util.Optional;

/**
 * A gateway's question to any poller of a feed for ticks of its table and its journal.
 *
 * @param topic a topic of the feed
 * @param from the earliest timestamp; empty for no bound
 * @param to the exclusive upper bound of the timestamps; empty for no bound
 * @param after the place after which the page begins; empty for the first page
 * @param limit the maximum number of ticks of the page
 */
public record TicksRequest(
    String feed,
    Topic topic,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<TickCursor> after,
    int limit) {

  /** Returns a request for the rest of the page, from a time on. */
  public TicksRequest rest(Instant from, int limit) {
    return new TicksRequest(feed, topic, Optional.of(from), to, Optional.empty(), limit);
  }
}
