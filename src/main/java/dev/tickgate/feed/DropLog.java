package dev.tickgate.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts rows that are not published; writes one line a minute at most, with an example. */
public final class DropLog {
  private static final Logger LOG = LoggerFactory.getLogger(DropLog.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final String feed;
  private final FeedMetrics metrics;
  private final InstantSource clock;
  private final Map<DropReason, Integer> counts = new EnumMap<>(DropReason.class);
  private SourceRow example;
  private Instant written = Instant.MIN;

  public DropLog(String feed, FeedMetrics metrics, InstantSource clock) {
    this.feed = feed;
    this.metrics = metrics;
    this.clock = clock;
  }

  void dropped(DropReason reason, SourceRow row) {
    metrics.dropped(reason, 1);
    counts.merge(reason, 1, Integer::sum);
    example = row;
  }

  /** Writes what has gathered, where the last line is a minute ago; whether it wrote. */
  public boolean flush() {
    Instant now = clock.instant();
    if (counts.isEmpty() || now.isBefore(written == Instant.MIN ? now : written.plus(QUIET))) {
      return false;
    }
    LOG.atWarn()
        .addKeyValue("feed", feed)
        .addKeyValue("count", counts.values().stream().mapToInt(Integer::intValue).sum())
        .addKeyValue("reasons", counts)
        .addKeyValue("example", example)
        .log("feed.rows_dropped");
    counts.clear();
    written = now;
    return true;
  }
}
