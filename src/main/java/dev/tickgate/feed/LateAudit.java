package dev.tickgate.feed;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, now and then, for rows that were committed further behind than the look-back: twelve times
 * as far, and some pages at most. They are counted, not published: their place in the order has
 * passed. Confined to the poller's event loop.
 */
final class LateAudit {
  private static final Logger LOG = LoggerFactory.getLogger(LateAudit.class);
  private static final int FURTHER = 11;
  private static final int MOST_PAGES = 200;

  private final Feed feed;
  private final TickTable table;
  private final Journal journal;
  private final FeedMetrics metrics;
  // Null before the first audit, which only notes where it is.
  private Cursor before;
  private LongSet counted = new LongSet();
  private LongSet countedBefore = new LongSet();

  LateAudit(Feed feed, TickTable table, Journal journal, FeedMetrics metrics) {
    this.feed = feed;
    this.table = table;
    this.journal = journal;
    this.metrics = metrics;
  }

  /**
   * Counts the rows that became visible since the audit before, behind the window.
   *
   * @param now what the last deep scan was complete to
   * @param known keys that were scanned lately
   */
  Future<Void> run(Cursor now, LongPredicate known) {
    Cursor since = before;
    before = now;
    if (since == null) {
      return Future.succeededFuture();
    }
    countedBefore = counted;
    counted = new LongSet();
    long further = Math.max(Horizon.BEGINNING, now.from() - FURTHER * lookback());
    return page(new Cursor(since.xmin(), further), now.from(), known, MOST_PAGES);
  }

  private Future<Void> page(Cursor from, long to, LongPredicate known, int pages) {
    return table
        .readBefore(from.xmin(), from.from(), to, Scanner.PAGE)
        .compose(rows -> judged(rows, known).map(rows))
        .compose(
            rows ->
                rows.size() < Scanner.PAGE || pages == 1
                    ? Future.<Void>succeededFuture()
                    : page(
                        new Cursor(from.xmin(), rows.get(rows.size() - 1).key() + 1),
                        to,
                        known,
                        pages - 1));
  }

  private Future<Void> judged(List<SourceRow> rows, LongPredicate known) {
    List<Long> keys = candidates(rows, known);
    return keys.isEmpty()
        ? Future.succeededFuture()
        : journal.unknown(keys).onSuccess(this::count).mapEmpty();
  }

  private long lookback() {
    return feed.key() instanceof Key.Time time
        ? time.lookback().toMillis() * 1_000
        : ((Key.Serial) feed.key()).lookback();
  }

  private List<Long> candidates(List<SourceRow> rows, LongPredicate known) {
    List<Long> keys = new ArrayList<>();
    for (SourceRow row : rows) {
      boolean valid = Quote.of(feed.symbol(), row) instanceof Quote.Valid;
      if (countedBefore.contains(row.key())) {
        counted.add(row.key());
      } else if (valid && !known.test(row.key())) {
        keys.add(row.key());
      }
    }
    return keys;
  }

  private void count(List<Long> late) {
    if (!late.isEmpty()) {
      late.forEach(counted::add);
      metrics.late(late.size());
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("count", late.size())
          .addKeyValue("example_key", late.get(0))
          .log("feed.rows_committed_too_late");
    }
  }
}
