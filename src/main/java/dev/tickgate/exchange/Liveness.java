package dev.tickgate.exchange;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Detects a silent exchange, and decides when a ping is due. Confined to the connection's event
 * loop.
 */
final class Liveness {
  private final Duration tick;
  private final Limits limits;
  private final LongSupplier nanos;
  // Counted in ticks, so that frames which arrived during a pause of the process are read first.
  // The ticks of the pause run at once after it, and count as one.
  private int silentTicks;
  private int ticksSincePing;
  private long ticked;

  /**
   * @param tick the interval of {@link #tick}
   * @param nanos the clock of the JVM
   */
  Liveness(Duration tick, Limits limits, LongSupplier nanos) {
    this.tick = tick;
    this.limits = limits;
    this.nanos = nanos;
    this.ticked = nanos.getAsLong() - tick.toNanos();
  }

  void tick() {
    long now = nanos.getAsLong();
    if (now - ticked < tick.toNanos() / 2) {
      return;
    }
    ticked = now;
    silentTicks++;
    ticksSincePing++;
  }

  /** A frame of the exchange or a pong has arrived. */
  void heard() {
    silentTicks = 0;
  }

  void pinged() {
    ticksSincePing = 0;
  }

  /** Whether the connection counts as broken. */
  boolean isSilent() {
    return tick.multipliedBy(silentTicks).compareTo(limits.silence()) >= 0;
  }

  boolean isPingDue() {
    return tick.multipliedBy(ticksSincePing).compareTo(limits.ping()) >= 0;
  }
}
