package dev.tickgate.lead;

import java.time.Duration;

/**
 * How many rows one statement appends: as many as take a small part of the lease, however slow the
 * database is. A longer one would keep the lease, but a leader that stops waits for it, and so does
 * everybody for its rows. Pure.
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

  /** That many rows took so long. */
  void took(int rows, long nanos) {
    // The time of a few rows is that of the database, not of the rows.
    if (nanos > longest && rows >= LEAST) {
      size = (int) Math.max(LEAST, Math.min(size, rows * longest / nanos));
    } else if (rows == size && nanos < longest / 2) {
      size = Math.min(MOST, size * 2);
    }
  }
}
