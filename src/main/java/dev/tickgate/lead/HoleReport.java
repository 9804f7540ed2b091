package dev.tickgate.lead;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators of holes in the journal, each of them once per leadership. Confined to the
 * poller's event loop.
 */
final class HoleReport {
  private static final Logger LOG = LoggerFactory.getLogger(HoleReport.class);
  // More are counted as one: somebody deletes entries all over the journal.
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
   * Entries are missing.
   *
   * @param topic empty where the feed has no topic of its own: these are sequence numbers then
   * @param after the offset before the first of them, as far as was looked
   * @param before the offset behind the last of them
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
