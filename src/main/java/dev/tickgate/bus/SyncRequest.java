package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A gateway's question to the leader of a topic's feed: where are you, and what do I miss?
 *
 * @param have the newest position the asker has; empty where it has nothing yet
 * @param limit how many publications it takes in one answer, 0 or more
 * @param term the highest term the asker has heard, where {@code have} is what it has heard, too; 0
 *     where the position is a client's, who may claim anything
 */
public record SyncRequest(Topic topic, Optional<Position> have, int limit, long term) {
  /** For a position that nobody has checked. */
  public SyncRequest(Topic topic, Optional<Position> have, int limit) {
    this(topic, have, limit, 0);
  }
}
