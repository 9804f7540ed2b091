package dev.tickgate.endpoint;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The shortest time between two commands of one client; refused commands do not count. Confined to
 * the loop of its session.
 */
final class CommandInterval {
  private final long interval;
  private final LongSupplier nanos;
  private long next;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  CommandInterval(Duration interval, LongSupplier nanos) {
    this.interval = interval.toNanos();
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  /** Whether one more command is allowed now. */
  boolean allows() {
    long now = nanos.getAsLong();
    if (now - next < 0) {
      return false;
    }
    next = now + interval;
    return true;
  }
}
