package dev.tickgate.feed;

import java.util.Optional;
import java.util.Set;

/**
 * Keeps the look-back window from moving past the rows of open transactions. The rows of a
 * transaction are at most the look-back behind the rows that were visible when it locked the table.
 * They may be any distance behind the rows that are visible when it commits. So the window begins
 * where it began before the oldest open transaction locked the table. Confined to the poller's
 * event loop; pure.
 */
final class WindowHold {
  /**
   * The maximum number of rows in memory while a transaction is open; with more the window moves
   * on.
   */
  static final int MOST_ROWS = 1_000_000;

  private final OpenWriters writers = new OpenWriters();
  // Where the window of the last deep scan would begin without open transactions; null before the
  // first one.
  private Long last;
  // The key before which the next deep scan returns every row that can ever be committed.
  private Optional<Long> settled = Optional.empty();

  /** Whether open transactions matter: the window is about to move. */
  boolean isAsking(long from) {
    return last != null && last > from;
  }

  /** Stores the transactions that had locked the table before the next deep scan. */
  void open(Set<String> transactions) {
    settled = writers.looked(transactions, last, key -> true).or(() -> settled);
  }

  /**
   * Where the window begins after a deep scan.
   *
   * @param from where it begins now
   * @param window where it would begin without open transactions
   * @param rows the number of rows in memory
   */
  long next(long from, long window, int rows) {
    return rows > MOST_ROWS ? window : Math.min(window, settled.orElse(from));
  }

  /** Called when the deep scan with that window was delivered completely. */
  void ended(long window, int rows) {
    if (rows > MOST_ROWS || last != null && window < last) {
      // Keys that are assigned from now on may be smaller than the stored ones.
      writers.reset();
    }
    settled = Optional.empty();
    last = window;
  }
}
