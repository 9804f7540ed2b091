package dev.tickgate.lead;

import dev.tickgate.stream.Position;

/**
 * The newest term and position of a feed that this process has seen in the database or received
 * from a gateway. A database that is behind them was reverted: a backup was restored, or commits
 * were lost. Confined to the poller's event loop.
 */
public final class HighWater {
  private long term;
  // Before every other position.
  private Position head = new Position(1, 0);

  public void saw(long term, Position head) {
    this.term = Math.max(this.term, term);
    if (isBefore(this.head, head)) {
      this.head = head;
    }
  }

  long term() {
    return term;
  }

  public Position head() {
    return head;
  }

  /**
   * Whether the first position is in an earlier epoch, or at a smaller offset of the same epoch.
   */
  static boolean isBefore(Position first, Position second) {
    return first.epoch() == second.epoch()
        ? first.offset() < second.offset()
        : first.epoch() < second.epoch();
  }
}
