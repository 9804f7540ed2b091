package dev.tickgate.recorder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Rows that the database does not have yet: at most 60, then the oldest are dropped. Confined to
 * one thread.
 */
final class WaitingRows {
  static final int MOST = 60;

  private final Deque<SecondRow> rows = new ArrayDeque<>();

  /**
   * @return whether the oldest row was dropped
   */
  boolean add(SecondRow row) {
    rows.add(row);
    if (rows.size() <= MOST) {
      return false;
    }
    rows.remove();
    return true;
  }

  List<SecondRow> all() {
    return List.copyOf(rows);
  }

  void remove(List<SecondRow> inserted) {
    rows.removeAll(inserted);
  }

  int size() {
    return rows.size();
  }
}
