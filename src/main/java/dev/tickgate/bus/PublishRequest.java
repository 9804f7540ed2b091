package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.util.List;

/**
 * A request of a node to the leader of a feed: publish all of these, or none.
 *
 * @param key what makes a repetition of this request known, unique in the feed
 * @param bodies JSON objects without positions, at least one
 */
public record PublishRequest(String feed, Topic topic, String key, List<String> bodies) {
  public PublishRequest {
    bodies = List.copyOf(bodies);
  }
}
