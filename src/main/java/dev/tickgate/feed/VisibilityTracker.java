package dev.tickgate.feed;

import dev.tickgate.lead.Cursor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that a leader has seen of its table: selects the rows of the next scan, and the new ones
 * of its answer. Confined to the poller's event loop; pure.
 *
 * <p><b>Nothing is missed.</b> A scan asks for rows whose {@code xmin} is at least {@code P}, the
 * {@code xmin} of the snapshot of an earlier scan. A transaction older than that snapshot's {@code
 * xmin} had ended by then, so its rows were visible to that scan already: whatever has become
 * visible since is in the answer, in whatever order keys and commits came. Deep scans cover the
 * whole look-back window, each with the {@code P} of the deep scan before it; they alone are
 * complete. Shallow scans cover only the newest rows, to be quick; what they do not see, the next
 * deep scan does.
 *
 * <p><b>Nothing is twice.</b> Also in the answer are rows that were visible before, but whose
 * {@code xmin} is at least {@code P}, because something older was running then. Such a row is
 * {@code xmin >= P >= } the {@code P} of the deep scan before: that one returned it, or a shallow
 * one since. So the rows returned by the last deep scan and by all scans since tell new from old.
 * The journal is the backstop: for rows that were updated (a new {@code xmin}, the same key) and
 * after a takeover.
 *
 * <p>A deep scan may be left between two of its pages for shallow scans, so that the newest rows do
 * not wait for it. What those return counts as returned by the deep scan also. When it ends, what
 * was known before it is forgotten, and the next shallow scan asks for nothing that rests on that:
 * its {@code P} and its first key are at least those of the deep scan.
 *
 * <p>A scan reads its answer in pages, each with a snapshot of its own. The scan counts as taken
 * with the <i>first</i> page's snapshot; what becomes visible between two pages has {@code xmin} of
 * at least that snapshot's, and is new to this or to the next scan. So {@code P} moves with the
 * last page, to what the first page said.
 *
 * <p>The window begins where the scan <i>before</i> saw its newest key, less the look-back: after
 * an outage of hours it still begins before the first row that was missed. It does not pass over
 * the rows of transactions that are open ({@link WindowHold}).
 */
public final class VisibilityTracker {
  /** Nothing is earlier than this: the beginning of the year 1 in microseconds. */
  static final long BEGINNING = -62_135_596_800_000_000L;

  // An xid of 32 bits tells the order of two only within half of its circle.
  private static final long HALF_CIRCLE = (1L << 31) - 10_000_000L;

  private final WindowHold hold = new WindowHold();
  private Cursor deep;
  private Cursor near;
  // Valid rows returned by the last deep scan and all scans since.
  private RowIdSet known = new RowIdSet();
  // Invalid ones apart: an update may make them valid.
  private RowIdSet dropped = new RowIdSet();
  // Of the deep scan under way and the shallow ones since it began; null where there is none.
  private RowIdSet knownSinceDeep;
  private RowIdSet droppedSinceDeep;
  private Cursor deepNext;
  // Where its window would begin without open transactions.
  private long windowNext;
  private Cursor nearOfDeep;
  private Cursor nearNext;

  public VisibilityTracker(Optional<Cursor> start) {
    this.deep = start.orElse(null);
  }

  /** Whether nothing was ever published: then all that the window holds is new. */
  boolean isFirst() {
    return deep == null;
  }

  /** The cursor to which deep scans are complete; empty before the first. */
  public Optional<Cursor> cursor() {
    return Optional.ofNullable(deep);
  }

  /** Whether the next deep scan can use the transactions that are open. */
  boolean isAskingForWriters() {
    return deep != null && hold.isAsking(deep.from());
  }

  /** Takes the transactions that had locked the table before the next deep scan. */
  void writers(Set<String> open) {
    hold.open(open);
  }

  /** Where a deep scan begins; one that was under way is forgotten. */
  Cursor beginDeep() {
    knownSinceDeep = new RowIdSet();
    droppedSinceDeep = new RowIdSet();
    deepNext = null;
    nearOfDeep = null;
    return deep;
  }

  /** Where a shallow scan begins. */
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
   * Whether that snapshot cannot be a successor of the cursor: another cluster, or too long ago.
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
    // Never further back than deep scans remember.
    nearNext = new Cursor(page.xmin(), Math.max(page.nearFrom(), deep.from()));
  }

  // Where the newest rows were deleted the window moves back, over keys this scan does not ask for:
  // the next one must, as of the same snapshot. What was published long ago the journal knows.
  private Cursor behind(ScanPage page) {
    if (deep == null) {
      return new Cursor(page.xmin(), page.deepFrom());
    }
    boolean movedBack = page.deepFrom() < deep.from();
    return new Cursor(
        movedBack ? deep.xmin() : page.xmin(),
        hold.next(deep.from(), page.deepFrom(), known.size()));
  }

  /** Notes a valid row; whether it may be new. */
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
   * Notes rows over which a deep scan passes.
   *
   * @return whether some have to be read: new ones, and invalid ones, which an update may have made
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

  /** Notes an invalid row; whether it is counted for the first time. */
  boolean invalid(RowId id) {
    if (isBehindFirstWindow(id.key())) {
      return true;
    }
    if (droppedSinceDeep != null) {
      droppedSinceDeep.add(id);
    }
    return dropped.add(id);
  }

  // The first scan of all may read a whole table, each row of it once; no later scan reads those
  // rows again, so their keys need no memory.
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
