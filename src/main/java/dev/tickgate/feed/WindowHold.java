package dev.tickgate.feed;

import java.util.Optional;
import java.util.Set;

/**
 * Keeps the look-back window from passing over the rows of open transactions. What a transaction
 * writes is at most the look-back behind the rows that were visible when it locked the table, but
 * may be any distance behind those that are visible when it commits. So the window begins where it
 * began before any transaction had locked the table that has not ended. Confined to the poller's
 * event loop; pure.
 */
final class WindowHold {
  /** So many rows are remembered for an open transaction; with more the window moves on. */
  static final int MOST_ROWS = 1_000_000;

  private final OpenWriters writers = new OpenWriters();
  // Where the window of the last deep scan would begin without open transactions; null before it.
  private Long last;
  // No transaction can commit a row before it that the next deep scan does not return.
  private Optional<Long> settled = Optional.empty();

  /** Whether open transactions matter: the window is about to move. */
  boolean isAsking(long from) {
    return last != null && last > from;
  }

  /** Takes the transactions that had locked the table before the next deep scan. */
  void open(Set<String> transactions) {
    settled = writers.looked(transactions, last, key -> true).or(() -> settled);
  }

  /**
   * Where the window begins after a deep scan.
   *
   * @param from where it begins now
   * @param window where it would begin without open transactions
   * @param rows that are remembered
   */
  long next(long from, long window, int rows) {
    return rows > MOST_ROWS ? window : Math.min(window, settled.orElse(from));
  }

  /** The deep scan with that window was delivered to its end. */
  void ended(long window, int rows) {
    if (rows > MOST_ROWS || last != null && window < last) {
      // Keys that are given from now on may be smaller than what was known of them.
      writers.reset();
    }
    settled = Optional.empty();
    last = window;
  }
}
