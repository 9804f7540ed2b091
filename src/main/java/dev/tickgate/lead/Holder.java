package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A feed's row in {@code tickgate.feed}, as processes other than the leader read it.
 *
 * @param owner the id of the node that leads; empty where the lease is free
 * @param leader id and description of that node, for operators
 * @param remaining milliseconds until the lease ends, by the clock of the database
 * @param version the version of the row; each write changes it
 * @param source the version of the journal and the definition with which the feed was set up
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
   * Returns the milliseconds until a standby tries again, with jitter so that not all standbys try
   * at once. Where the lease has ended and could not be taken, its leader is renewing it.
   *
   * @param refused whether a problem keeps this process from leading
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
