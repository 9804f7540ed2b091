package dev.tickgate.feed;

/**
 * Decides when the whole look-back window is scanned instead of its newest rows. A deep scan is due
 * when nine times the duration of the last one has passed since its end, so that deep scans take at
 * most a tenth of the time. Where they are cheap, every scan is deep. With one row a second the
 * window has 600 rows. With a thousand a second it has 600,000, which PostgreSQL passes over in
 * 0.15 s. A row that is committed behind the newest 2,000 is not in a shallow scan, and waits at
 * most for the next deep one. Pure; times are {@code System.nanoTime()}.
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
