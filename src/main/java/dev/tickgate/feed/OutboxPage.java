package dev.tickgate.feed;

import java.util.List;

/**
 * Waiting rows of the outbox, in the order of their ids.
 *
 * @param more whether more may follow, because of the limit of rows
 * @param cut whether more follow, because of the limit of bytes
 * @param age the age of the oldest, in seconds
 */
record OutboxPage(List<OutboxRow> rows, boolean more, boolean cut, double age) {
  /** Whether more rows may follow. */
  boolean full() {
    return more || cut;
  }

  /** Whether the page has every visible row up to that id. */
  boolean reaches(long id) {
    return !full() || rows.get(rows.size() - 1).id() >= id;
  }
}
