package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.util.List;

/**
 * A request of a node to the leader of a feed to publish all of these bodies, or none.
 *
 * @param key identifies repetitions of this request; unique in the feed
 * @param bodies JSON objects without positions, at least one
 * @param each the second part of the key of each body, which is then identified alone, also in a
 *     request with other bodies; empty where the key identifies the whole request
 */
public record PublishRequest(
    String feed, Topic topic, String key, List<String> bodies, List<String> each) {
  public PublishRequest {
    bodies = List.copyOf(bodies);
    each = List.copyOf(each);
    if (!each.isEmpty() && each.size() != bodies.size()) {
      throw new IllegalArgumentException(each.size() + " keys of " + bodies.size() + " bodies");
    }
  }

  /** Creates a request with one key. */
  public PublishRequest(String feed, Topic topic, String key, List<String> bodies) {
    this(feed, topic, key, bodies, List.of());
  }

  /** The key of a body, unique in the feed. */
  public String keyOf(int body) {
    return each.isEmpty() ? body + ":" + key : "0:" + key + each.get(body);
  }
}
