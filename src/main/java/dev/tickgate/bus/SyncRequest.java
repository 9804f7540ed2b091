package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A gateway's question to the leader of a topic's feed: where are you, and what do I miss?
 *
 * @param have the newest position the asker has; empty where it has nothing yet
 * @param limit how many publications it takes in one answer, 0 or more
 */
public record SyncRequest(Topic topic, Optional<Position> have, int limit) {}
