package dev.tickgate.feed;

import java.util.List;

/**
 * One answer of the table, and the snapshot it was given with.
 *
 * @param xmin the oldest transaction that was running; 64 bits
 * @param xmax the first one that had not begun
 * @param deepFrom where the look-back window behind the newest key begins, if that was asked
 * @param nearFrom where the newest rows begin, if that was asked
 * @param relation the hash of {@link Relation}, if that was asked and is watched
 * @param rows in the order of their keys
 */
record ScanPage(
    long xmin, long xmax, long deepFrom, long nearFrom, String relation, List<SourceRow> rows) {
  /**
   * The same, with a window that was counted before.
   *
   * @param since the xmin of a snapshot before the count. A window that moves back is asked for as
   *     of that: what the count saw may have been deleted before this page, and rows behind it
   *     written.
   */
  ScanPage withCounted(long window, long since) {
    return new ScanPage(Math.min(xmin, since), xmax, window, nearFrom, relation, rows);
  }
}
