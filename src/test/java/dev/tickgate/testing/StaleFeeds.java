package dev.tickgate.testing;

import dev.tickgate.replica.ReplicaMetrics;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records the feeds that a gateway reports as stale. Any thread may use it. */
public final class StaleFeeds implements ReplicaMetrics {
  private final Set<String> feeds = ConcurrentHashMap.newKeySet();
  private final Set<String> served = ConcurrentHashMap.newKeySet();

  public boolean contains(String feed) {
    return feeds.contains(feed);
  }

  @Override
  public void stale(String feed, boolean isStale) {
    if (isStale) {
      feeds.add(feed);
    } else {
      feeds.remove(feed);
    }
  }

  @Override
  public void serves(String feed) {
    served.add(feed);
  }

  /** Returns the feeds whose counters the gateway has initialized. */
  public Set<String> served() {
    return served;
  }

  @Override
  public void received(String feed, int publications) {}

  @Override
  public void duplicate(String feed) {}

  @Override
  public void gap(String feed) {}

  @Override
  public void restarted(String feed) {}
}
