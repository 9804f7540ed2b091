package dev.tickgate.replica;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Decides whether to accept a leader that has less of a topic than this node. A paused leader may
 * answer once more before it learns that it was deposed; after one lease length it cannot. Confined
 * to the event loop of its topic.
 */
final class Doubt {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final long NEVER = -1;

  private final InstantSource clock;
  private long since = NEVER;

  Doubt(InstantSource clock) {
    this.clock = clock;
  }

  /** Called for each such answer; returns whether such answers have lasted for one lease length. */
  boolean isOver() {
    if (since == NEVER) {
      since = clock.millis();
    }
    return clock.millis() - since >= LEASE.toMillis();
  }

  /** Called for any other answer. */
  void end() {
    since = NEVER;
  }
}
