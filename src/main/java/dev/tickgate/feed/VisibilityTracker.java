package dev.tickgate.feed;

import dev.tickgate.lead.Cursor;
import java.util.Optional;

/**
 * What a leader has seen of its table: decides what the next scan asks, and which rows of the
 * answer are new. Confined to the poller's event loop; pure.
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
 * <p>A scan reads its answer in pages, each with a snapshot of its own. The scan counts as taken
 * with the <i>first</i> page's snapshot; what becomes visible between two pages has {@code xmin} of
 * at least that snapshot's, and is new to this or to the next scan. So {@code P} moves with the
 * last page, to what the first page said.
 *
 * <p>The window begins where the scan <i>before</i> saw its newest key, less the look-back: after
 * an outage of hours it still begins before the first row that was missed.
 */
public final class VisibilityTracker {
  /** Nothing is earlier than this: the beginning of the year 1 in microseconds. */
  static final long BEGINNING = -62_135_596_800_000_000L;

  // An xid of 32 bits tells the order of two only within half of its circle.
  private static final long HALF_CIRCLE = (1L << 31) - 10_000_000L;

  private Cursor deep;
  private Cursor near;
  // Valid rows returned by the last deep scan and all scans since.
  private RowIdSet known = new RowIdSet();
  // Invalid ones apart: an update may make them valid.
  private RowIdSet dropped = new RowIdSet();
  private RowIdSet knownOfThisScan;
  private RowIdSet droppedOfThisScan;
  private Cursor deepNext;
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

  /** Where that scan begins. */
  Cursor begin(boolean isDeep) {
    knownOfThisScan = isDeep ? new RowIdSet() : null;
    droppedOfThisScan = isDeep ? new RowIdSet() : null;
    deepNext = null;
    return isDeep ? deep : near;
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

  void firstPage(ScanPage page) {
    boolean isDeep = knownOfThisScan != null;
    deepNext = isDeep ? behind(page) : deep;
    // Never further back than deep scans remember.
    nearNext = new Cursor(page.xmin(), Math.max(page.nearFrom(), deepNext.from()));
  }

  // Where the newest rows were deleted the window moves back, over keys this scan does not ask for:
  // the next one must, as of the same snapshot. What was published long ago the journal knows.
  private Cursor behind(ScanPage page) {
    boolean movedBack = deep != null && page.deepFrom() < deep.from();
    return new Cursor(movedBack ? deep.xmin() : page.xmin(), page.deepFrom());
  }

  /** Notes a valid row; whether it may be new. */
  boolean valid(RowId id) {
    if (isBehindFirstWindow(id.key())) {
      return true;
    }
    if (knownOfThisScan != null) {
      knownOfThisScan.add(id);
    }
    return known.add(id);
  }

  /** Notes an invalid row; whether it is counted for the first time. */
  boolean invalid(RowId id) {
    if (isBehindFirstWindow(id.key())) {
      return true;
    }
    if (droppedOfThisScan != null) {
      droppedOfThisScan.add(id);
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

  /** The cursor after the delivery of the running scan's last page. */
  Cursor afterLastPage() {
    return deepNext;
  }

  void end() {
    deep = afterLastPage();
    near = nearNext;
    if (knownOfThisScan != null) {
      known = knownOfThisScan;
      dropped = droppedOfThisScan;
    }
  }
}
