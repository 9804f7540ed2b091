package dev.tickgate.transport;

import java.util.function.LongSupplier;

/**
 * Limits the rate of one client: a burst, then a number of commands or frames a second. Refused
 * attempts count too, so that a client that continues regardless is closed. Confined to the event
 * loop of its connection.
 */
public final class InboundRate {
  private static final int UNIT = 4096;

  private final Allowance pace;
  private final LongSupplier nanos;
  // The time at which a whole burst is allowed again.
  private long free;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public InboundRate(Allowance pace, LongSupplier nanos) {
    this.pace = pace;
    this.nanos = nanos;
    this.free = nanos.getAsLong();
  }

  /**
   * A rate limit, the same for all clients.
   *
   * @param interval the nanoseconds between two commands or frames; 0 where there is no limit
   * @param burst the number of commands or frames at once
   */
  public record Allowance(long interval, int burst) {
    public static final Allowance UNLIMITED = new Allowance(0, 1);

    private static final long SECOND = 1_000_000_000;

    /**
     * @param perSecond 0 for no limit
     */
    public static Allowance of(int perSecond, int burst) {
      return new Allowance(perSecond == 0 ? 0 : SECOND / perSecond, burst);
    }

    /** Returns the allowance multiplied by a factor. */
    public Allowance times(int factor) {
      return new Allowance(interval / factor, burst * factor);
    }
  }

  /**
   * Returns the number of frames as which a message counts: one for each started 4 KiB, and a burst
   * at most. So a message of any length is allowed after a pause.
   */
  int cost(int bytes) {
    return Math.min((bytes + UNIT - 1) / UNIT, pace.burst());
  }

  public enum Verdict {
    ALLOWED,
    REFUSED,
    /** A whole burst was refused, and the client continued to send. */
    EXCESSIVE
  }

  /** Counts a command or frame. */
  public Verdict next() {
    return next(1);
  }

  /**
   * Counts several commands or frames.
   *
   * @param count below 1 for no cost
   */
  Verdict next(int count) {
    if (count < 1) {
      return Verdict.ALLOWED;
    }
    long now = nanos.getAsLong();
    free = Math.max(free, now) + count * pace.interval();
    long burst = pace.interval() * pace.burst();
    if (free - now <= burst) {
      return Verdict.ALLOWED;
    }
    return free - now <= 2 * burst ? Verdict.REFUSED : Verdict.EXCESSIVE;
  }
}
