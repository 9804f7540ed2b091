package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A gateway's question to the leader of a topic's feed for the position of the topic, and for the
 * publications after another position.
 *
 * @param have the newest position of the gateway or of its client; empty where there is none yet
 * @param limit the maximum number of publications in the answer, 0 or more
 * @param term the highest term that the gateway has received; 0 where the position is a client's
 */
public record SyncRequest(String feed, Topic topic, Optional<Position> have, int limit, long term) {
  /** Creates a question with the position of a client, which is no evidence about the leader. */
  public SyncRequest(String feed, Topic topic, Optional<Position> have, int limit) {
    this(feed, topic, have, limit, 0);
  }
}
