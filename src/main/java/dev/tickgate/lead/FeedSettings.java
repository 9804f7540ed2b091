package dev.tickgate.lead;

import java.time.Duration;

/**
 * The settings of all feeds of a node.
 *
 * @param lease the time without a renewal after which another process may take over; a leader
 *     renews its lease three times in it
 * @param retention the time for which the journal keeps a publication; it keeps the newest longer
 * @param upkeep the interval at which the leader trims the journal and looks for late rows
 * @param hearing the time for which a first leader waits for gateways that contradict it
 */
public record FeedSettings(Duration lease, Duration retention, Duration upkeep, Duration hearing) {
  private static final Duration HEARING = Duration.ofMillis(500);
  public static final FeedSettings DEFAULT =
      new FeedSettings(Duration.ofSeconds(3), Duration.ofHours(24), Duration.ofMinutes(1));

  public FeedSettings {
    if (lease.toMillis() < 100) {
      throw new IllegalArgumentException("lease must be at least 100ms: " + lease);
    }
    if (retention.isNegative() || upkeep.toMillis() < 10) {
      throw new IllegalArgumentException("retention must be 0 or more, upkeep at least 10ms");
    }
  }

  public FeedSettings(Duration lease, Duration retention, Duration upkeep) {
    this(lease, retention, upkeep, HEARING);
  }

  public FeedSettings withRetention(Duration changed) {
    return new FeedSettings(lease, changed, upkeep, hearing);
  }

  /** The settings of a process without gateways in other processes: it does not wait for them. */
  public FeedSettings alone() {
    return new FeedSettings(lease, retention, upkeep, Duration.ZERO);
  }
}
