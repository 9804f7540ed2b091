package dev.tickgate.lead;

import java.time.Duration;

/**
 * The settings of all feeds of a node.
 *
 * @param lease the silence of a leader after which another takes over; renewed three times in it
 * @param retention the time for which the journal keeps a publication; it keeps the newest longer
 * @param upkeep the interval at which the leader trims the journal and looks for late rows
 * @param hearing the time that a first leader gives gateways to contradict it
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

  /** Of a process that no gateway of another process hears. */
  public FeedSettings alone() {
    return new FeedSettings(lease, retention, upkeep, Duration.ZERO);
  }
}
