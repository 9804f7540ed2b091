package dev.tickgate.testing;

import dev.tickgate.replica.ReplicaMetrics;
import dev.tickgate.stream.Topic;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The topics that a gateway says are stale. */
public final class StaleTopics implements ReplicaMetrics {
  private final Set<Topic> topics = ConcurrentHashMap.newKeySet();

  public boolean contains(Topic topic) {
    return topics.contains(topic);
  }

  @Override
  public void stale(Topic topic, boolean isStale) {
    if (isStale) {
      topics.add(topic);
    } else {
      topics.remove(topic);
    }
  }

  @Override
  public void received(Topic topic) {}

  @Override
  public void duplicate(Topic topic) {}

  @Override
  public void gap(Topic topic) {}

  @Override
  public void restarted(Topic topic) {}
}
