package dev.tickgate.lead;

import java.time.Duration;

/**
 * The number of rows that one statement appends. A statement should take at most a tenth of the
 * lease, however slow the database is. A longer one would keep the lease, but a leader that stops
 * waits for it, and subscribers wait for its rows. Pure.
 */
final class BatchSize {
  private static final int MOST = Journal.BATCH;
  private static final int FIRST = MOST / 4;
  private static final int LEAST = 50;
  private static final int PARTS_OF_LEASE = 10;

  private final long longest;
  private int size = FIRST;

  BatchSize(Duration lease) {
    this.longest = lease.toNanos() / PARTS_OF_LEASE;
  }

  int size() {
    return size;
  }

  /** Adjusts the size to the time that a statement took. */
  void took(int rows, long nanos) {
    // With few rows the time depends on the database, not on the number of rows.
    if (nanos > longest && rows >= LEAST) {
      size = (int) Math.max(LEAST, Math.min(size, rows * longest / nanos));
    } else if (rows == size && nanos < longest / 2) {
      size = Math.min(MOST, size * 2);
    }
  }
}
