package dev.tickgate.hub;

import java.util.function.LongSupplier;

/**
 * Measures the nanoseconds during which the hub's event loop ran. A pause of the process must not
 * count as time in which a client accepted nothing, so a step of the clock counts for 1.5 s at
 * most. Confined to the event loop, which reads the clock at least once a second.
 */
final class LoopTime {
  static final long LONGEST_STEP_NANOS = 1_500_000_000L;

  private final LongSupplier nanos;
  private long read;
  private long turned;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  LoopTime(LongSupplier nanos) {
    this.nanos = nanos;
    this.read = nanos.getAsLong();
  }

  long now() {
    long now = nanos.getAsLong();
    turned += Math.min(now - read, LONGEST_STEP_NANOS);
    read = now;
    return turned;
  }
}
