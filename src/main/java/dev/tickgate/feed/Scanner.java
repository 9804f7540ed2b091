package dev.tickgate.feed;

import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Outcome;
import dev.tickgate.market.Tick;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is new in the table, a page at a time, and hands it on in smaller ones. One scan at a
 * time; confined to the poller's event loop.
 */
public final class Scanner {
  private static final Logger LOG = LoggerFactory.getLogger(Scanner.class);

  /** So many are handed on together, at most. */
  public static final int PAGE = 1_000;

  // While a transaction stays open, all that was written since is read again by each deep scan.
  private static final int READ = 4_000;

  private final TickTable table;
  private final Function<SourceRow, Quote> judge;
  private final Start start;
  private final VisibilityTracker visibility;
  private final DropLog drops;
  private final BooleanSupplier stopping;
  private final LongSupplier nanoTime;
  private final Runnable progress;
  private final Optional<RelationWatch> watch;
  private final ScanSchedule schedule = new ScanSchedule();
  private boolean broken;
  // Told once; the others are counted.
  private boolean rowFailed;

  /**
   * @param judge what a row is worth
   * @param progress called when the table answered, and when something was delivered
   * @param watch empty for a rehearsal, which tells nothing to later scans
   */
  public Scanner(
      TickTable table,
      Start start,
      Function<SourceRow, Quote> judge,
      VisibilityTracker visibility,
      DropLog drops,
      BooleanSupplier stopping,
      LongSupplier nanoTime,
      Runnable progress,
      Optional<RelationWatch> watch) {
    this.table = table;
    this.judge = judge;
    this.start = start;
    this.visibility = visibility;
    this.drops = drops;
    this.stopping = stopping;
    this.nanoTime = nanoTime;
    this.progress = progress;
    this.watch = watch;
  }

  /** A valid row that may be new. */
  public record Found(RowId id, Topic topic, Tick tick) {
    static List<Draft> drafts(List<Found> found) {
      return found.stream().map(Found::draft).toList();
    }

    private Draft draft() {
      return new Draft(topic, id.text(), tick.toJson(), OptionalLong.of(id.key()));
    }
  }

  /** Takes what was found, in order, and where the feed continues after it. */
  public interface Delivery {
    Future<Outcome> deliver(List<Found> found, Optional<Cursor> cursor);
  }

  /** The table did not answer; nothing is lost by asking again. */
  public static final class SourceFailure extends RuntimeException {
    SourceFailure(Throwable cause) {
      super(cause);
    }
  }

  /** One scan, deep or shallow; failed with {@link SourceFailure}, or as the delivery failed. */
  public Future<Outcome> scan(Delivery delivery) {
    boolean deep = broken || !visibility.canBeShallow() || schedule.deepDue(nanoTime.getAsLong());
    if (!visibility.isFirst()) {
      return new Run(deep, delivery).start(visibility.begin(deep));
    }
    return table
        .first()
        .recover(e -> Future.failedFuture(new SourceFailure(e)))
        .compose(
            from -> {
              visibility.begin(true);
              return new Run(true, delivery).startFirst(from);
            });
  }

  private final class Run {
    private final boolean deep;
    private final Delivery delivery;
    private final Promise<Outcome> end = Promise.promise();
    // Only the first scan of all may leave rows out.
    private Optional<FirstRows> firstRows = Optional.empty();
    private Long xmin;
    private long first;
    private boolean firstPage = true;
    private boolean again;
    private int pages;
    private long took;
    // Of it, for pages in which nothing was new.
    private long tookForNothing;

    Run(boolean deep, Delivery delivery) {
      this.deep = deep;
      this.delivery = delivery;
    }

    Future<Outcome> startFirst(long from) {
      firstRows = FirstRows.of(start);
      first = from;
      read(PageStart.at(from));
      return end.future();
    }

    Future<Outcome> start(Cursor cursor) {
      xmin = broken ? null : cursor.xmin();
      first = cursor.from();
      read(PageStart.at(first));
      return end.future();
    }

    private void read(PageStart from) {
      long asked = nanoTime.getAsLong();
      table
          .read(xmin, from, READ, bounds())
          .onFailure(e -> end.fail(new SourceFailure(e)))
          .onSuccess(
              page -> {
                progress.run();
                pages++;
                guarded(() -> received(page, nanoTime.getAsLong() - asked));
              });
    }

    private TickTable.Bounds bounds() {
      if (!firstPage) {
        return TickTable.Bounds.NONE;
      }
      return deep ? TickTable.Bounds.NEAR_AND_WINDOW : TickTable.Bounds.NEAR;
    }

    private void guarded(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        end.tryFail(e);
      }
    }

    private void received(ScanPage page, long nanos) {
      if (firstPage && xmin != null && visibility.isBroken(page)) {
        // The journal tells what was published; transaction numbers do not any more.
        broken = true;
        end.fail(new SourceFailure(new IllegalStateException("the source is another cluster")));
        return;
      }
      if (firstPage && deep && !again && watch.isPresent()) {
        watch
            .get()
            .mayShowMore(page.relation())
            .onFailure(e -> end.fail(new SourceFailure(e)))
            .onSuccess(
                more ->
                    guarded(
                        () -> {
                          if (more) {
                            beginAgain(page);
                          } else {
                            take(page, nanos);
                          }
                        }));
      } else {
        take(page, nanos);
      }
    }

    // Rows of any age may have become visible, also before the window if it has moved back.
    private void beginAgain(ScanPage page) {
      again = true;
      xmin = null;
      first = Math.min(first, page.deepFrom());
      read(PageStart.at(first));
    }

    private void take(ScanPage page, long nanos) {
      if (firstPage) {
        visibility.firstPage(page);
        firstPage = false;
      }
      List<Found> found = sift(page.rows());
      took += nanos;
      tookForNothing += found.isEmpty() ? nanos : 0;
      boolean last = page.rows().size() < READ || lastRow(page).key() == SourceRow.NO_KEY;
      if (firstRows.isPresent()) {
        firstRows.get().add(found);
        found = last ? firstRows.get().all() : List.of();
      }
      deliver(page, found, last);
    }

    private void deliver(ScanPage page, List<Found> found, boolean last) {
      boolean more = found.size() > PAGE;
      List<Found> together = more ? found.subList(0, PAGE) : found;
      Optional<Cursor> cursor =
          last && !more ? Optional.ofNullable(visibility.afterLastPage()) : visibility.cursor();
      boolean worthIt = !together.isEmpty() || last && visibility.isFirst();
      Future<Outcome> delivered =
          worthIt ? delivery.deliver(together, cursor) : Future.succeededFuture(Outcome.DONE);
      delivered
          .onFailure(end::fail)
          .onSuccess(
              outcome ->
                  guarded(
                      () -> {
                        progress.run();
                        if (outcome == Outcome.DONE && more && !stopping.getAsBoolean()) {
                          deliver(page, found.subList(PAGE, found.size()), last);
                        } else {
                          delivered(outcome, page, last && !more);
                        }
                      }));
    }

    private void delivered(Outcome outcome, ScanPage page, boolean last) {
      if (outcome != Outcome.DONE) {
        end.complete(outcome);
      } else if (last) {
        visibility.end();
        if (deep) {
          broken = false;
          watch.ifPresent(RelationWatch::covered);
          // The price of the window, to which new rows do not belong: they come once.
          schedule.deepScanned(nanoTime.getAsLong(), Math.max(took / pages, tookForNothing));
        }
        end.complete(Outcome.DONE);
      } else if (stopping.getAsBoolean()) {
        end.complete(Outcome.STOPPED);
      } else {
        read(table.after(lastRow(page)));
      }
    }

    private List<Found> sift(List<SourceRow> rows) {
      List<Found> found = new ArrayList<>();
      for (SourceRow row : rows) {
        Quote quote = judged(row);
        if (quote instanceof Quote.Valid valid && visibility.valid(row.id())) {
          found.add(new Found(row.id(), valid.topic(), valid.tick()));
        } else if (quote instanceof Quote.Invalid invalid && visibility.invalid(row.id())) {
          drops.dropped(invalid.reason(), row);
        }
      }
      return found;
    }

    // No row stops a feed, not even by a fault of ours.
    private Quote judged(SourceRow row) {
      try {
        return judge.apply(row);
      } catch (RuntimeException e) {
        if (!rowFailed) {
          rowFailed = true;
          LOG.atError().addKeyValue("row", row).setCause(e).log("feed.row_failed");
        }
        return new Quote.Invalid(DropReason.FAILED);
      }
    }

    private SourceRow lastRow(ScanPage page) {
      return page.rows().get(page.rows().size() - 1);
    }
  }
}
