package dev.tickgate.feed;

import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Outcome;
import dev.tickgate.market.Tick;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads the new rows of the table, a page at a time, and delivers them in smaller pages. One scan
 * at a time; confined to the poller's event loop.
 */
public final class Scanner {
  /** The maximum number of rows that are delivered together. */
  public static final int PAGE = 1_000;

  /** A window that took longer is read in steps from then on; nanoseconds. */
  static final long LONGEST = 20_000_000;

  // Nanoseconds between two queries for open transactions, because the server reads all its locks
  // for each.
  private static final long WRITERS_REST = Duration.ofMillis(500).toNanos();

  final TickTable table;
  final Start start;
  final VisibilityTracker visibility;
  final Sieve sieve;
  final BooleanSupplier stopping;
  final LongSupplier nanoTime;
  final Runnable progress;
  final Optional<RelationWatch> watch;
  private final ScanSchedule schedule = new ScanSchedule();
  // Set until a deep scan has read the window by key: transaction numbers do not identify new rows.
  boolean broken;
  // Whether the window is too large to be read in one look.
  private boolean large;
  private long writersAsked;
  // A deep scan between two of its steps; null where there is none.
  Scan underWay;

  /**
   * @param judge checks a row
   * @param progress called when the table answered, and when something was delivered
   * @param watch empty for a rehearsal, which does not affect later scans
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
    this.start = start;
    this.visibility = visibility;
    this.sieve = new Sieve(judge, visibility, drops);
    this.stopping = stopping;
    this.nanoTime = nanoTime;
    this.progress = progress;
    this.watch = watch;
    this.writersAsked = nanoTime.getAsLong() - WRITERS_REST;
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

  /** Receives the found rows, in order, and the cursor from which the feed continues after them. */
  public interface Delivery {
    Future<Outcome> deliver(List<Found> found, Optional<Cursor> cursor);
  }

  /** A query on the table failed; it can be repeated without a loss. */
  public static final class SourceFailure extends RuntimeException {
    SourceFailure(Throwable cause) {
      super(cause);
    }
  }

  /** Whether a deep scan waits for its next step. */
  boolean isUnderWay() {
    return underWay != null;
  }

  /**
   * Runs one scan, deep or shallow, or a shallow one and a step of a deep one; failed with {@link
   * SourceFailure}, or as the delivery failed. A deep scan begins again after a step failed.
   */
  public Future<Outcome> scan(Delivery delivery) {
    Scan run = underWay;
    underWay = null;
    if (run != null) {
      return shallow(delivery).compose(outcome -> after(outcome, run::resume));
    }
    if (visibility.isFirst()) {
      return table
          .first()
          .recover(e -> Future.failedFuture(new SourceFailure(e)))
          .compose(
              from -> {
                visibility.beginDeep();
                return new Scan(this, true, delivery).startFirst(from);
              });
    }
    boolean sure = visibility.canBeShallow() && !broken;
    if (sure && !schedule.deepDue(nanoTime.getAsLong())) {
      return shallow(delivery);
    }
    Scan deep = new Scan(this, true, delivery);
    return sure && large
        ? shallow(delivery)
            .compose(
                outcome ->
                    after(
                        outcome,
                        () ->
                            beginDeep()
                                .compose(
                                    cursor -> deep.startInSteps(cursor, table.lookbackInRows()))))
        : beginDeep().compose(deep::start);
  }

  private Future<Cursor> beginDeep() {
    long now = nanoTime.getAsLong();
    if (!visibility.isAskingForWriters() || now - writersAsked < WRITERS_REST) {
      return Future.succeededFuture(visibility.beginDeep());
    }
    writersAsked = now;
    return table
        .writers()
        .recover(e -> Future.failedFuture(new SourceFailure(e)))
        .map(
            open -> {
              visibility.writers(open);
              return visibility.beginDeep();
            });
  }

  private Future<Outcome> shallow(Delivery delivery) {
    return new Scan(this, false, delivery).start(visibility.beginShallow());
  }

  private Future<Outcome> after(Outcome outcome, Supplier<Future<Outcome>> then) {
    if (outcome != Outcome.DONE) {
      return Future.succeededFuture(outcome);
    }
    return stopping.getAsBoolean() ? Future.succeededFuture(Outcome.STOPPED) : then.get();
  }

  /**
   * Called after the last page of a deep scan was delivered.
   *
   * @param price the time for the window itself, in nanoseconds
   * @param isLarge whether the next one is read in steps
   */
  void deepEnded(long price, boolean isLarge) {
    visibility.endDeep();
    broken = false;
    large = isLarge;
    watch.ifPresent(RelationWatch::covered);
    schedule.deepScanned(nanoTime.getAsLong(), price);
  }
}
