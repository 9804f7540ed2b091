package dev.tickgate.feed;

import java.util.List;

/**
 * One page of the table, and the snapshot of its query.
 *
 * @param xmin the oldest transaction that was running; 64 bits
 * @param xmax the first transaction that had not begun
 * @param deepFrom where the look-back window behind the newest key begins, if requested
 * @param nearFrom where the newest rows begin, if requested
 * @param relation the hash of {@link Relation}, if requested and watched
 * @param rows in the order of their keys
 */
record ScanPage(
    long xmin, long xmax, long deepFrom, long nearFrom, String relation, List<SourceRow> rows) {
  /**
   * Returns the page with a window that was counted before.
   *
   * @param since the xmin of a snapshot before the count. A window that moves back is read as of
   *     that snapshot: rows that were counted may have been deleted before this page, and rows
   *     behind them written.
   */
  ScanPage withCounted(long window, long since) {
    return new ScanPage(Math.min(xmin, since), xmax, window, nearFrom, relation, rows);
  }
}
