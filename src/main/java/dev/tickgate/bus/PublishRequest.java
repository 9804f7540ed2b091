package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.util.List;

/**
 * What a node asks the leader of a feed to publish, all of it or nothing.
 *
 * @param key what makes a repetition of this request known, unique in the feed
 * @param bodies JSON objects without positions, at least one
 */
public record PublishRequest(String feed, Topic topic, String key, List<String> bodies) {
  public PublishRequest {
    bodies = List.copyOf(bodies);
  }
}
