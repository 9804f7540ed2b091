package dev.tickgate.feed;

import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Journal;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at intervals for rows that were committed further behind the newest key than the look-back.
 * They are counted, not published, because their place in the order has passed. Each run covers
 * twelve look-backs and a portion of the older rows, so that a large table costs no more than a
 * small one. A walk to the beginning of the table takes as many runs as there are portions.
 * Confined to the poller's event loop.
 */
public final class LateAudit {
  private static final Logger LOG = LoggerFactory.getLogger(LateAudit.class);
  private static final int FURTHER = 11;
  private static final int SLICES = 10;
  private static final long SLICE = 10_000;
  // Rows in memory; more are not counted.
  private static final int MOST = 1_000_000;

  private final Feed feed;
  private final TickTable table;
  private final Journal journal;
  private final SourceState state;
  private final FeedMetrics metrics;
  private boolean loaded;
  // The xmin below which late rows were counted; null before the first scan.
  private Long since;
  // The same for rows further behind than twelve look-backs.
  private Long walkedSince;
  // Null between two walks.
  private Walk walk;
  private RowIdSet counted = new RowIdSet();
  // The rows that the former walk counted.
  private RowIdSet countedBefore = new RowIdSet();
  private long late;
  private RowId example;

  /**
   * @param start where the leadership began to scan; empty where the table was never scanned
   */
  public LateAudit(
      Feed feed,
      TickTable table,
      Journal journal,
      SourceState state,
      Optional<Cursor> start,
      FeedMetrics metrics) {
    this.feed = feed;
    this.table = table;
    this.journal = journal;
    this.state = state;
    this.metrics = metrics;
    start.ifPresent(this::beginAt);
  }

  /**
   * A walk down to the beginning of the table.
   *
   * @param since the former walk saw the rows of older transactions
   * @param begun the xmin with which this walk began
   * @param to the key that it has reached
   */
  private record Walk(long since, long begun, long to) {}

  /** Rows of the first scan, and older ones, are not late. */
  public void begin(Cursor first) {
    if (since == null) {
      beginAt(first);
      // Where this save fails, the first run saves the state.
      state.beginAudit(first.xmin());
    }
  }

  private void beginAt(Cursor cursor) {
    since = cursor.xmin();
    walkedSince = cursor.xmin();
  }

  /**
   * Counts the rows behind the window that became visible since the former run.
   *
   * @param now the cursor to which the last deep scan was complete
   * @param known whether a row was scanned recently
   */
  public Future<Void> run(Cursor now, Predicate<RowId> known) {
    begin(now);
    late = 0;
    long further = Math.max(VisibilityTracker.BEGINNING, now.from() - FURTHER * lookback());
    return load()
        .compose(ready -> page(since, PageStart.at(further), now.from(), known))
        .compose(near -> walk(now, further, known, SLICES))
        .compose(
            far -> {
              since = now.xmin();
              return state.saveAudit(since, walkedSince);
            })
        .eventually(
            () -> {
              tell();
              return Future.succeededFuture();
            });
  }

  private Future<Void> load() {
    return loaded ? Future.succeededFuture() : state.load().map(this::loaded);
  }

  private Void loaded(SourceState.Saved saved) {
    loaded = true;
    // Also covers the rows that the former leader had not read yet.
    since = Math.min(since, saved.audited().orElse(since));
    walkedSince = Math.min(walkedSince, saved.walked().orElse(walkedSince));
    return null;
  }

  private Future<Void> walk(Cursor now, long further, Predicate<RowId> known, int slices) {
    if (walk == null) {
      walk = new Walk(walkedSince, now.xmin(), further);
    }
    Walk at = walk;
    return table
        .slice(at.to(), SLICE)
        .compose(from -> page(at.since(), PageStart.at(from), at.to(), known).map(from))
        .compose(
            from -> {
              walk = new Walk(at.since(), at.begun(), from);
              if (from == VisibilityTracker.BEGINNING) {
                walked();
                return Future.<Void>succeededFuture();
              }
              return slices == 1
                  ? Future.<Void>succeededFuture()
                  : walk(now, further, known, slices - 1);
            });
  }

  private void walked() {
    walkedSince = walk.begun();
    walk = null;
    countedBefore = counted;
    counted = new RowIdSet();
  }

  private Future<Void> page(long xmin, PageStart from, long to, Predicate<RowId> known) {
    return table
        .readBefore(xmin, from, to, Scanner.PAGE)
        .compose(rows -> judged(rows, known).map(rows))
        .compose(
            rows ->
                rows.size() < Scanner.PAGE
                    ? Future.<Void>succeededFuture()
                    : page(xmin, table.after(rows.get(rows.size() - 1)), to, known));
  }

  private Future<Void> judged(List<SourceRow> rows, Predicate<RowId> known) {
    Map<String, RowId> candidates = candidates(rows, known);
    return candidates.isEmpty()
        ? Future.succeededFuture()
        : journal
            .unknown(List.copyOf(candidates.keySet()))
            .onSuccess(keys -> keys.forEach(key -> count(candidates.get(key))))
            .mapEmpty();
  }

  private long lookback() {
    return feed.key() instanceof Key.Time time
        ? time.lookback().toMillis() * 1_000
        : ((Key.Serial) feed.key()).lookback();
  }

  // The candidates by their keys in the journal.
  private Map<String, RowId> candidates(List<SourceRow> rows, Predicate<RowId> known) {
    Map<String, RowId> candidates = new LinkedHashMap<>();
    for (SourceRow row : rows) {
      boolean valid = Quote.of(feed.symbols(), row) instanceof Quote.Valid;
      if (countedBefore.contains(row.id())) {
        counted.add(row.id());
      } else if (valid && !known.test(row.id()) && counted.size() < MOST) {
        candidates.put(row.id().text(), row.id());
      }
    }
    return candidates;
  }

  private void count(RowId row) {
    if (counted.add(row)) {
      late++;
      example = row;
    }
  }

  private void tell() {
    if (late > 0) {
      metrics.late((int) late);
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("count", late)
          .addKeyValue("example_key", example.text())
          .log("feed.rows_committed_too_late");
    }
  }
}
