package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A gateway's question to the leader of a topic's feed: where does the topic stand, and what
 * follows a position?
 *
 * @param have the newest position the asker has; empty where it has nothing yet
 * @param limit how many publications it takes in one answer, 0 or more
 * @param term the highest term the asker has heard; 0 where the position is a client's
 */
public record SyncRequest(String feed, Topic topic, Optional<Position> have, int limit, long term) {
  /** For a client, whose position proves nothing. */
  public SyncRequest(String feed, Topic topic, Optional<Position> have, int limit) {
    this(feed, topic, have, limit, 0);
  }
}
