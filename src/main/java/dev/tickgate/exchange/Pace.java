package dev.tickgate.exchange;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the rate of frames sent to one exchange, over all connections: some exchanges count the
 * frames of an address. Confined to one event loop.
 */
final class Pace {
  private final long interval;
  private final LongSupplier nanos;
  private long last;

  Pace(Duration interval, LongSupplier nanos) {
    this.interval = interval.toNanos();
    this.nanos = nanos;
    this.last = nanos.getAsLong() - this.interval;
  }

  /** Whether a frame may be sent now; if so, it counts as sent. */
  boolean take() {
    long now = nanos.getAsLong();
    if (now - last < interval) {
      return false;
    }
    last = now;
    return true;
  }
}
