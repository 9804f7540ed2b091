package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.util.List;

/**
 * A request of a node to the leader of a feed: publish all of these, or none.
 *
 * @param key what makes a repetition of this request known, unique in the feed
 * @param bodies JSON objects without positions, at least one
 * @param each continues the key for each body, which is then known by itself, in a request with any
 *     others; empty where the key is of the whole request
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

  /** With one key of the whole request. */
  public PublishRequest(String feed, Topic topic, String key, List<String> bodies) {
    this(feed, topic, key, bodies, List.of());
  }

  /** The key of a body, unique in the feed. */
  public String keyOf(int body) {
    return each.isEmpty() ? body + ":" + key : "0:" + key + each.get(body);
  }
}
