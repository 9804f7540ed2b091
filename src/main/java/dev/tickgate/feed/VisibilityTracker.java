package dev.tickgate.feed;

import dev.tickgate.lead.Cursor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of a table that a leader has seen. Determines the rows that the next scan selects, and
 * which rows of its result are new. Confined to the poller's event loop; pure.
 *
 * <p><b>No row is missed.</b> A scan selects rows whose {@code xmin} is at least {@code P}, the
 * {@code xmin} of the snapshot of an earlier scan. A transaction older than {@code P} had ended by
 * then, so its rows were visible to that scan already. Every row that has become visible since is
 * therefore in the result, in whatever order keys were assigned and transactions committed. Deep
 * scans cover the whole look-back window, each with the {@code P} of the deep scan before it. Only
 * they are complete. Shallow scans cover only the newest rows, to be quick; the next deep scan
 * finds the other rows.
 *
 * <p><b>No row is published twice.</b> The result also contains rows that were visible before, but
 * whose {@code xmin} is at least {@code P}, because an older transaction was running then. For such
 * a row, {@code xmin >= P >= } the {@code P} of the deep scan before, so that scan returned it, or
 * a shallow one since. So the rows returned by the last deep scan and by all scans since
 * distinguish new rows from old ones. The journal is the backstop: for rows that were updated (a
 * new {@code xmin}, the same key) and after a takeover.
 *
 * <p>A deep scan may be interrupted between two of its pages for shallow scans, so that the newest
 * rows do not wait for it. Rows that a shallow scan returns meanwhile count as returned by the deep
 * scan also. When the deep scan ends, the rows that were known before it are discarded. The next
 * shallow scan does not depend on them: its {@code P} and its first key are at least those of the
 * deep scan.
 *
 * <p>A scan reads its result in pages, each with a snapshot of its own. The snapshot of the scan is
 * that of its <i>first</i> page. Rows that become visible between two pages have an {@code xmin} of
 * at least that snapshot's, and are new to this or to the next scan. So {@code P} changes with the
 * last page, to the {@code xmin} of the first page.
 *
 * <p>The window begins at the newest key that the scan <i>before</i> saw, less the look-back. After
 * an outage of hours it therefore still begins before the first row that was missed. It does not
 * move past the rows of open transactions ({@link WindowHold}).
 */
public final class VisibilityTracker {
  /** Nothing is earlier than this: the beginning of the year 1 in microseconds. */
  static final long BEGINNING = -62_135_596_800_000_000L;

  // The order of two xids of 32 bits is defined only within half of their range.
  private static final long HALF_CIRCLE = (1L << 31) - 10_000_000L;

  private final WindowHold hold = new WindowHold();
  private Cursor deep;
  private Cursor near;
  // Valid rows returned by the last deep scan and all scans since.
  private RowIdSet known = new RowIdSet();
  // Invalid rows are separate, because an update may make them valid.
  private RowIdSet dropped = new RowIdSet();
  // Rows of the running deep scan and of the shallow ones since it began; null where none runs.
  private RowIdSet knownSinceDeep;
  private RowIdSet droppedSinceDeep;
  private Cursor deepNext;
  // Where the window of the running deep scan would begin without open transactions.
  private long windowNext;
  private Cursor nearOfDeep;
  private Cursor nearNext;

  public VisibilityTracker(Optional<Cursor> start) {
    this.deep = start.orElse(null);
  }

  /** Whether no deep scan was ever completed: then all rows of the window are new. */
  boolean isFirst() {
    return deep == null;
  }

  /** The cursor to which deep scans are complete; empty before the first. */
  public Optional<Cursor> cursor() {
    return Optional.ofNullable(deep);
  }

  /** Whether the next deep scan needs the open transactions. */
  boolean isAskingForWriters() {
    return deep != null && hold.isAsking(deep.from());
  }

  /** Stores the transactions that had locked the table before the next deep scan. */
  void writers(Set<String> open) {
    hold.open(open);
  }

  /** Returns where a deep scan begins; discards one that was running. */
  Cursor beginDeep() {
    knownSinceDeep = new RowIdSet();
    droppedSinceDeep = new RowIdSet();
    deepNext = null;
    nearOfDeep = null;
    return deep;
  }

  /** Returns where a shallow scan begins. */
  Cursor beginShallow() {
    nearNext = null;
    return near;
  }

  /** The xmin of a snapshot of the last scan; only where a scan can be shallow. */
  long lastXmin() {
    return near.xmin();
  }

  boolean canBeShallow() {
    return near != null;
  }

  /**
   * Whether that snapshot cannot follow the cursor: the source is another cluster, or the cursor is
   * too old.
   */
  boolean isBroken(ScanPage first) {
    return deep != null && (deep.xmin() > first.xmax() || first.xmax() - deep.xmin() > HALF_CIRCLE);
  }

  void firstPageOfDeep(ScanPage page) {
    windowNext = page.deepFrom();
    deepNext = behind(page);
    nearOfDeep = new Cursor(page.xmin(), page.nearFrom());
  }

  void firstPageOfShallow(ScanPage page) {
    // Not further back than the rows that deep scans keep in memory.
    nearNext = new Cursor(page.xmin(), Math.max(page.nearFrom(), deep.from()));
  }

  // Where the newest rows were deleted, the window moves back over keys that this scan does not
  // select. The next scan must select them, as of the same snapshot. The journal has the keys of
  // rows that were published long ago.
  private Cursor behind(ScanPage page) {
    if (deep == null) {
      return new Cursor(page.xmin(), page.deepFrom());
    }
    boolean movedBack = page.deepFrom() < deep.from();
    return new Cursor(
        movedBack ? deep.xmin() : page.xmin(),
        hold.next(deep.from(), page.deepFrom(), known.size()));
  }

  /** Stores a valid row; returns whether it may be new. */
  boolean valid(RowId id) {
    if (isBehindFirstWindow(id.key())) {
      return true;
    }
    if (knownSinceDeep != null) {
      knownSinceDeep.add(id);
    }
    return known.add(id);
  }

  /**
   * Stores the known rows among those over which a deep scan passes.
   *
   * @return whether some must be read: new rows, and invalid ones, which an update may have made
   *     valid
   */
  boolean passed(List<RowId> ids) {
    boolean unknown = false;
    for (RowId id : ids) {
      if (known.contains(id)) {
        knownSinceDeep.add(id);
      } else {
        unknown = true;
      }
    }
    return unknown;
  }

  /** Stores an invalid row; returns whether to count it. */
  boolean invalid(RowId id) {
    if (isBehindFirstWindow(id.key())) {
      return true;
    }
    if (droppedSinceDeep != null) {
      droppedSinceDeep.add(id);
    }
    return dropped.add(id);
  }

  // The very first scan may read a whole table, each row once. No later scan reads those rows
  // again, so their keys are not stored.
  private boolean isBehindFirstWindow(long key) {
    return isFirst() && deepNext != null && key < deepNext.from();
  }

  public boolean knows(RowId id) {
    return known.contains(id) || dropped.contains(id);
  }

  /** The cursor after the delivery of the deep scan's last page. */
  Cursor afterDeep() {
    return deepNext;
  }

  void endDeep() {
    hold.ended(windowNext, known.size());
    deep = deepNext;
    near =
        new Cursor(
            Math.max(nearOfDeep.xmin(), deep.xmin()), Math.max(nearOfDeep.from(), deep.from()));
    known = knownSinceDeep;
    dropped = droppedSinceDeep;
    knownSinceDeep = null;
    droppedSinceDeep = null;
  }

  void endShallow() {
    near = nearNext;
    if (nearOfDeep != null) {
      nearOfDeep = nearNext;
    }
  }
}
