package dev.tickgate.feed;

import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One scan of the table from a key on, page by page: a shallow one, or a deep one, which runs at
 * once or in steps. A scan in steps pauses after each query and is resumed. Belongs to one scanner,
 * and runs on its event loop.
 *
 * <pre>
 *   in steps:  [count back] ──▶ pass ──▶ page ──▶ page …  where a row is not known yet
 *                                ▲  │ none             │
 *                                └──┴── next range ◀───┘
 * </pre>
 */
final class Scan {
  // Rows of one page. While a transaction stays open, each deep scan reads again all rows that were
  // written since.
  private static final int READ = 4_000;

  private final Scanner scanner;
  private final boolean deep;
  private final Scanner.Delivery delivery;
  private Promise<Outcome> end = Promise.promise();
  // Only the very first scan may omit rows.
  private Optional<FirstRows> firstRows = Optional.empty();
  private boolean inSteps;
  // For a scan in steps: the current range, the number of ranges, and the next query.
  private Step step;
  private int steps;
  private Runnable next;
  // Null where the first page contains it.
  private Long window;
  private long countedSince;
  private Long xmin;
  private long first;
  private boolean firstPage = true;
  private boolean again;
  private int questions;
  private long took;
  // The part of it for queries without new rows.
  private long tookForNothing;

  Scan(Scanner scanner, boolean deep, Scanner.Delivery delivery) {
    this.scanner = scanner;
    this.deep = deep;
    this.delivery = delivery;
  }

  Future<Outcome> startFirst(long from) {
    firstRows = FirstRows.of(scanner.start);
    first = from;
    read(PageStart.at(from));
    return end.future();
  }

  Future<Outcome> start(Cursor cursor) {
    xmin = scanner.broken ? null : cursor.xmin();
    first = cursor.from();
    read(PageStart.at(first));
    return end.future();
  }

  /**
   * Begins a deep scan in steps.
   *
   * @param rows the number of rows of the window, where it is counted in rows
   */
  Future<Outcome> startInSteps(Cursor cursor, Optional<Long> rows) {
    inSteps = true;
    xmin = cursor.xmin();
    first = cursor.from();
    if (rows.isPresent()) {
      countedSince = scanner.visibility.lastXmin();
      count(Long.MAX_VALUE, rows.get());
    } else {
      pass(first);
    }
    return end.future();
  }

  /** Runs the next query. */
  Future<Outcome> resume() {
    end = Promise.promise();
    guarded(next);
    return end.future();
  }

  private void goOn(Runnable question) {
    if (scanner.stopping.getAsBoolean()) {
      end.complete(Outcome.STOPPED);
    } else if (inSteps) {
      next = question;
      scanner.underWay = this;
      end.complete(Outcome.DONE);
    } else {
      question.run();
    }
  }

  // Counts before the first page. Rows that are committed meanwhile only make the window longer
  // than necessary.
  private void count(long to, long left) {
    long rows = Math.min(left, Step.ROWS);
    long asked = scanner.nanoTime.getAsLong();
    answered(
        scanner.table.slice(to, rows),
        from -> {
          passedIn(asked);
          if (rows == left || from == VisibilityTracker.BEGINNING) {
            window = from;
            goOn(() -> pass(first));
          } else {
            goOn(() -> count(from, left - rows));
          }
        });
  }

  private void pass(long from) {
    long asked = scanner.nanoTime.getAsLong();
    answered(
        scanner.table.pass(xmin, from, Step.ROWS),
        passed -> {
          passedIn(asked);
          step = Step.of(from, passed, scanner.visibility.passed(passed.young()));
          steps++;
          if (firstPage || step.mayHaveNew()) {
            goOn(() -> read(PageStart.at(from)));
          } else {
            rangeEnded();
          }
        });
  }

  private void passedIn(long asked) {
    long nanos = scanner.nanoTime.getAsLong() - asked;
    questions++;
    took += nanos;
    tookForNothing += nanos;
  }

  private <T> void answered(Future<T> answer, Consumer<T> then) {
    answer
        .onFailure(e -> end.fail(new Scanner.SourceFailure(e)))
        .onSuccess(
            value ->
                guarded(
                    () -> {
                      scanner.progress.run();
                      then.accept(value);
                    }));
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      end.tryFail(e);
    }
  }

  private void read(PageStart from) {
    long asked = scanner.nanoTime.getAsLong();
    answered(
        scanner.table.read(xmin, from, step == null ? null : step.to(), READ, bounds()),
        page -> {
          questions++;
          received(
              window == null ? page : page.withCounted(window, countedSince),
              scanner.nanoTime.getAsLong() - asked);
        });
  }

  private TickTable.Bounds bounds() {
    if (!firstPage) {
      return TickTable.Bounds.NONE;
    }
    if (!deep) {
      return TickTable.Bounds.NEAR;
    }
    return window == null ? TickTable.Bounds.NEAR_AND_WINDOW : TickTable.Bounds.NEAR_AND_RELATION;
  }

  private void received(ScanPage page, long nanos) {
    if (firstPage && xmin != null && scanner.visibility.isBroken(page)) {
      // The transaction numbers no longer identify new rows; the journal does.
      scanner.broken = true;
      end.fail(
          new Scanner.SourceFailure(new IllegalStateException("the source is another cluster")));
    } else if (firstPage && deep && !again && scanner.watch.isPresent()) {
      answered(
          scanner.watch.get().mayShowMore(page.relation()),
          more -> {
            if (more) {
              beginAgain(page);
            } else {
              take(page, nanos);
            }
          });
    } else {
      take(page, nanos);
    }
  }

  // Rows of any age may have become visible, also before the window if it has moved back.
  private void beginAgain(ScanPage page) {
    again = true;
    inSteps = false;
    step = null;
    xmin = null;
    first = Math.min(first, page.deepFrom());
    read(PageStart.at(first));
  }

  private void take(ScanPage page, long nanos) {
    if (firstPage) {
      if (deep) {
        scanner.visibility.firstPageOfDeep(page);
      } else {
        scanner.visibility.firstPageOfShallow(page);
      }
      firstPage = false;
    }
    List<Scanner.Found> found = scanner.sieve.sift(page.rows());
    took += nanos;
    tookForNothing += found.isEmpty() ? nanos : 0;
    boolean last = page.rows().size() < READ || lastRow(page).key() == SourceRow.NO_KEY;
    if (firstRows.isPresent()) {
      firstRows.get().add(found);
      found = last ? firstRows.get().all() : List.of();
    }
    deliver(page, found, last);
  }

  private void deliver(ScanPage page, List<Scanner.Found> found, boolean last) {
    boolean more = found.size() > Scanner.PAGE;
    List<Scanner.Found> together = more ? found.subList(0, Scanner.PAGE) : found;
    Optional<Cursor> cursor =
        deep && last && !more && isLastStep()
            ? Optional.of(scanner.visibility.afterDeep())
            : scanner.visibility.cursor();
    boolean worthIt = !together.isEmpty() || last && scanner.visibility.isFirst();
    Future<Outcome> delivered =
        worthIt ? delivery.deliver(together, cursor) : Future.succeededFuture(Outcome.DONE);
    delivered
        .onFailure(end::fail)
        .onSuccess(
            outcome ->
                guarded(
                    () -> {
                      scanner.progress.run();
                      if (outcome == Outcome.DONE && more && !scanner.stopping.getAsBoolean()) {
                        deliver(page, found.subList(Scanner.PAGE, found.size()), last);
                      } else {
                        delivered(outcome, page, last && !more);
                      }
                    }));
  }

  private void delivered(Outcome outcome, ScanPage page, boolean last) {
    if (outcome != Outcome.DONE) {
      end.complete(outcome);
    } else if (last) {
      rangeEnded();
    } else {
      goOn(() -> read(scanner.table.after(lastRow(page))));
    }
  }

  private void rangeEnded() {
    if (!isLastStep()) {
      long from = step.next();
      goOn(() -> pass(from));
      return;
    }
    if (deep) {
      // The cost of the window itself, without new rows, which are read only once.
      long price = Math.max(took / questions, tookForNothing);
      scanner.deepEnded(price, inSteps ? steps > 1 : took > Scanner.LONGEST);
    } else {
      scanner.visibility.endShallow();
    }
    end.complete(Outcome.DONE);
  }

  private boolean isLastStep() {
    return step == null || step.isLast();
  }

  private SourceRow lastRow(ScanPage page) {
    return page.rows().get(page.rows().size() - 1);
  }
}
