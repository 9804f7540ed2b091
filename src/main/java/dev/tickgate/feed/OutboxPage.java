package dev.tickgate.feed;

import java.util.List;

/**
 * Rows of the outbox that wait, in the order of their ids.
 *
 * @param more whether there may be more behind them, because of the limit of rows
 * @param cut whether there are more, because of the limit of bytes
 * @param age of the oldest, in seconds
 */
record OutboxPage(List<OutboxRow> rows, boolean more, boolean cut, double age) {
  /** Whether there may be more behind them. */
  boolean full() {
    return more || cut;
  }

  /** Whether every row up to that id is among them, of those that are visible. */
  boolean reaches(long id) {
    return !full() || rows.get(rows.size() - 1).id() >= id;
  }
}
