package dev.tickgate.replica;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Whether a leader that knows less than this node is to be believed: a paused one may answer once
 * more before it learns that it was deposed; after one lease it cannot. Confined to the event loop
 * of its topic.
 */
final class Doubt {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final long NEVER = -1;

  private final InstantSource clock;
  private long since = NEVER;

  Doubt(InstantSource clock) {
    this.clock = clock;
  }

  /** A leader says so; whether it has been said for longer than a lease. */
  boolean isOver() {
    if (since == NEVER) {
      since = clock.millis();
    }
    return clock.millis() - since >= LEASE.toMillis();
  }

  /** A leader says otherwise. */
  void end() {
    since = NEVER;
  }
}
