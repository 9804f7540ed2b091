package dev.tickgate.exchange;

import java.time.Duration;

/**
 * Whether a connection still hears the exchange, and when it is to ping it. Confined to the
 * connection's event loop.
 */
final class Liveness {
  private final Duration tick;
  private final Limits limits;
  // Counted in ticks: frames that came while the process was paused are read first.
  private int silentTicks;
  private int ticksSincePing;

  /**
   * @param tick the interval of {@link #tick}
   */
  Liveness(Duration tick, Limits limits) {
    this.tick = tick;
    this.limits = limits;
  }

  void tick() {
    silentTicks++;
    ticksSincePing++;
  }

  /** A frame of the exchange has arrived, or a pong. */
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
