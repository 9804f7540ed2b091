package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.time.Instant;
import java.util.Optional;

/**
 * A gateway's question to any poller of a feed for ticks of the journal.
 *
 * @param topic of the feed
 * @param from the earliest timestamp; empty for no bound
 * @param to behind the latest timestamp; empty for no bound
 * @param after the position behind which the page begins; empty for the first page
 * @param limit ticks of the page, at most
 */
public record TicksRequest(
    String feed,
    Topic topic,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Position> after,
    int limit) {}
