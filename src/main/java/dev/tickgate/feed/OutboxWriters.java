package dev.tickgate.feed;

import java.util.Optional;
import java.util.Set;

/**
 * Finds out which ids no transaction can commit any more. A transaction locks the table before it
 * gives a row its id, and until it ends; ids are given in order. So when all transactions that held
 * the lock at some moment have ended, a look that begins after that sees every row, up to the
 * greatest id known at that moment, that will ever be. Confined to one event loop.
 */
final class OutboxWriters {
  private long newest = Long.MIN_VALUE;
  private Set<String> open = Set.of();

  /** Knows nothing again. */
  void reset() {
    newest = Long.MIN_VALUE;
    open = Set.of();
  }

  /**
   * Takes what one look at all rows has found.
   *
   * @param now the transactions that held the lock before the look
   * @param seen the greatest id known before the look
   * @return the id up to which there is nothing more to come
   */
  Optional<Long> looked(Set<String> now, long seen, OutboxPage page) {
    boolean over = open.stream().noneMatch(now::contains) && page.reaches(newest);
    Optional<Long> settled =
        over && newest != Long.MIN_VALUE ? Optional.of(newest) : Optional.empty();
    if (over) {
      newest = seen;
      open = Set.copyOf(now);
    }
    return settled;
  }
}
