package dev.tickgate.replica;

import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Topics without a subscriber, which a node keeps for clients that reload a page. Confined to the
 * event loop of its feed.
 */
final class UnsubscribedTopics {
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final InstantSource clock;
  // When the last subscriber left, in milliseconds.
  private final Map<Topic, Long> since = new HashMap<>();

  UnsubscribedTopics(InstantSource clock) {
    this.clock = clock;
  }

  void add(Topic topic) {
    since.put(topic, clock.millis());
  }

  /** Called when the topic has a subscriber again. */
  void remove(Topic topic) {
    since.remove(topic);
  }

  /** Removes and returns the topics that were kept for long enough. */
  List<Topic> takeExpired() {
    long before = clock.millis() - KEPT.toMillis();
    List<Topic> expired =
        since.entrySet().stream()
            .filter(entry -> entry.getValue() < before)
            .map(Map.Entry::getKey)
            .toList();
    expired.forEach(since::remove);
    return expired;
  }
}
