package dev.tickgate.transport;

import java.util.function.LongSupplier;

/**
 * How fast one client may send: a burst, then so many a second. Refused attempts count too, so a
 * client that goes on regardless is ended. Confined to the event loop of its connection.
 */
public final class InboundRate {
  private static final int UNIT = 4096;

  private final Allowance pace;
  private final LongSupplier nanos;
  // When as much will be allowed again as after a long silence.
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
   * The same for all clients.
   *
   * @param interval nanoseconds between two; 0 where there is no limit
   * @param burst how many at once
   */
  public record Allowance(long interval, int burst) {
    public static final Allowance UNLIMITED = new Allowance(0, 1);

    private static final long SECOND = 1_000_000_000;

    /**
     * @param perSecond 0: any number
     */
    public static Allowance of(int perSecond, int burst) {
      return new Allowance(perSecond == 0 ? 0 : SECOND / perSecond, burst);
    }

    /** So many times as much. */
    public Allowance times(int factor) {
      return new Allowance(interval / factor, burst * factor);
    }
  }

  /**
   * As how many frames a message counts: one for each started 4 KiB, and a burst at most, so that
   * after a silence a message of any length is allowed.
   */
  int cost(int bytes) {
    return Math.min((bytes + UNIT - 1) / UNIT, pace.burst());
  }

  public enum Verdict {
    ALLOWED,
    REFUSED,
    /** A whole burst was refused and the client went on. */
    EXCESSIVE
  }

  /** One more command or frame. */
  public Verdict next() {
    return next(1);
  }

  /**
   * Something more that counts as several commands or frames.
   *
   * @param count below 1: it is free
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
