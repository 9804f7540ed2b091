package dev.tickgate.feed;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Counts rows that are not published; writes one line a minute at most, with an example. */
public final class DropLog {
  private static final Logger LOG = LoggerFactory.getLogger(DropLog.class);
  private static final long QUIET = Duration.ofMinutes(1).toNanos();

  private final String feed;
  private final FeedMetrics metrics;
  private final LongSupplier nanos;
  private final Map<DropReason, Integer> counts = new EnumMap<>(DropReason.class);
  private SourceRow example;
  private long written;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public DropLog(String feed, FeedMetrics metrics, LongSupplier nanos) {
    this.feed = feed;
    this.metrics = metrics;
    this.nanos = nanos;
    this.written = nanos.getAsLong() - QUIET;
  }

  void dropped(DropReason reason, SourceRow row) {
    metrics.dropped(reason, 1);
    counts.merge(reason, 1, Integer::sum);
    example = row;
  }

  /** Logs the counts where the last line is at least a minute old; returns whether it did. */
  public boolean flush() {
    long now = nanos.getAsLong();
    if (counts.isEmpty() || now - written < QUIET) {
      return false;
    }
    LoggingEventBuilder line =
        LOG.atWarn()
            .addKeyValue("feed", feed)
            .addKeyValue("count", counts.values().stream().mapToInt(Integer::intValue).sum())
            .addKeyValue("reasons", counts)
            .addKeyValue("example", example);
    if (counts.containsKey(DropReason.INVALID_SYMBOL)) {
      line = line.addKeyValue("hint", Symbols.RULE);
    }
    line.log("feed.rows_dropped");
    counts.clear();
    written = now;
    return true;
  }
}
