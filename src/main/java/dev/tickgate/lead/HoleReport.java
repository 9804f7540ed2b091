package dev.tickgate.lead;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts the holes in the journal, each once per leadership. Confined to the poller's
 * event loop.
 */
final class HoleReport {
  private static final Logger LOG = LoggerFactory.getLogger(HoleReport.class);
  // Further holes are neither logged nor counted: entries are being deleted all over the journal.
  private static final int MOST = 100;

  private final FeedIdentity feed;
  private final PublishingMetrics metrics;
  private final Set<Hole> reported = new HashSet<>();

  HoleReport(FeedIdentity feed, PublishingMetrics metrics) {
    this.feed = feed;
    this.metrics = metrics;
  }

  private record Hole(String topic, long before) {}

  /**
   * Reports missing entries.
   *
   * @param topic empty where the feed has no topic of its own; then the offsets are sequence
   *     numbers
   * @param after the offset before the first missing entry, as far as is known
   * @param before the offset after the last missing entry
   */
  void found(String topic, long after, long before) {
    if (reported.size() < MOST && reported.add(new Hole(topic, before))) {
      metrics.journalHole();
      LOG.atError()
          .addKeyValue("feed", feed.name())
          .addKeyValue("topic", topic)
          .addKeyValue("after", after)
          .addKeyValue("before", before)
          .addKeyValue("hint", "entries were deleted; clients behind them get recovered:false")
          .log("journal.hole_found");
    }
  }
}
