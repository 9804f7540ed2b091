package dev.tickgate.feed;

/**
 * When the whole look-back window is scanned rather than its newest rows: whenever nine times as
 * long as the last such scan took has passed since, so that deep scans take at most a tenth of the
 * time, and every time where they are cheap: a row a second makes a window of 600 rows, a thousand
 * a second one of 600,000, which take PostgreSQL 0.15 s to pass over. What a shallow scan does not
 * see, a row committed behind the newest 2,000, waits that long at most. Pure; times are {@code
 * System.nanoTime()}.
 */
final class ScanSchedule {
  private static final long REST = 9;

  private boolean scanned;
  private long ended;
  private long took;

  boolean deepDue(long now) {
    return !scanned || now - ended >= REST * took;
  }

  void deepScanned(long end, long nanos) {
    scanned = true;
    ended = end;
    took = nanos;
  }
}
