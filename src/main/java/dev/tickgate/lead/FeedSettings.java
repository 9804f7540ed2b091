package dev.tickgate.lead;

import java.time.Duration;

/**
 * What all feeds of a node share.
 *
 * @param lease how long a leader may be silent before another takes over; renewed three times in it
 * @param retention how long the journal keeps a publication; the newest ones it keeps longer
 * @param upkeep how often the leader trims the journal and looks for rows that came too late
 */
public record FeedSettings(Duration lease, Duration retention, Duration upkeep) {
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

  public FeedSettings withRetention(Duration changed) {
    return new FeedSettings(lease, changed, upkeep);
  }
}
