package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A feed's row, as another process than the leader reads it.
 *
 * @param owner the id of the node that leads; empty where the lease is free
 * @param leader the same for operators
 * @param remaining milliseconds until the lease ends, by the clock of the database
 * @param version of the row; each write makes another one
 * @param source topic, table and key that the feed was set up with
 */
public record Holder(
    String owner,
    String leader,
    long remaining,
    String version,
    String source,
    long term,
    Position head) {
  private static final long SPREAD = 50;
  // 300 ms of a lease of 3 s.
  private static final long LEASE_TO_RENEWAL = 10;

  public boolean isFree() {
    return owner.isEmpty();
  }

  /**
   * Milliseconds until a standby tries again: not all standbys at once; a lease that has ended and
   * was not to be had is being renewed.
   *
   * @param refused whether this process may not lead, or has reason not to
   * @param written whether the row was written since the last look
   */
  long pause(Duration lease, boolean refused, boolean written) {
    long length = lease.toMillis();
    long left = refused ? length : Math.min(remaining, length);
    // A leader whose statement has just ended renews its lease next.
    long least = written ? length / LEASE_TO_RENEWAL : SPREAD;
    return Math.max(left, least) + 1 + ThreadLocalRandom.current().nextLong(SPREAD);
  }
}
