package dev.tickgate.lead;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The feeds of one group that this process leads. The more feeds it leads, the longer it waits
 * before it takes a free lease, so that other processes take it first. Thread-safe: the elections
 * of a group run on event loops of their own.
 */
public final class LeaseGroup {
  private static final long STEP_MS = 50;
  // After the end of a process its feeds wait no longer than this for another process.
  private static final long MOST_MS = 300;

  private final Set<String> led = ConcurrentHashMap.newKeySet();

  void leads(String feed) {
    led.add(feed);
  }

  void leadsNoMore(String feed) {
    led.remove(feed);
  }

  /** How many feeds of the group this process leads. */
  int size() {
    return led.size();
  }

  /** Milliseconds between the moment in which a lease becomes free and the attempt to take it. */
  long delay() {
    return Math.min(STEP_MS * led.size(), MOST_MS);
  }
}
