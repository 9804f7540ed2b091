package dev.tickgate.feed;

import java.util.List;

/**
 * Rows of the outbox that wait, in the order of their ids.
 *
 * @param full whether there may be more behind them
 * @param cut whether bytes, and not rows, were the limit
 * @param age of the oldest, in seconds
 */
record OutboxPage(List<OutboxRow> rows, boolean full, boolean cut, double age) {
  /** Whether every row up to that id is among them, of those that are visible. */
  boolean reaches(long id) {
    return !full || rows.get(rows.size() - 1).id() >= id;
  }
}
