package dev.tickgate.gateway;

/**
 * How fast one session gives commands: a burst, then so many a second. What is refused counts too,
 * so that who goes on nevertheless comes to an end. Confined to the loop of its session.
 */
final class CommandRate {
  private final Allowance pace;
  // When as much will be allowed again as after a long silence, by the clock of the caller.
  private long free;

  CommandRate(Allowance pace, long now) {
    this.pace = pace;
    this.free = now;
  }

  /**
   * The same for all sessions.
   *
   * @param interval nanoseconds between commands; 0 where there is no limit
   * @param burst commands at once
   */
  record Allowance(long interval, int burst) {
    private static final long SECOND = 1_000_000_000;

    static Allowance of(Limits limits) {
      int rate = limits.commandsPerSecond();
      return new Allowance(rate == 0 ? 0 : SECOND / rate, limits.commandBurst());
    }
  }

  enum Verdict {
    ALLOWED,
    REFUSED,
    /** A whole burst was refused and the client went on. */
    EXCESSIVE
  }

  /**
   * One more command.
   *
   * @param now nanoseconds, of the clock that was given at the start
   */
  Verdict next(long now) {
    free = Math.max(free, now) + pace.interval();
    long burst = pace.interval() * pace.burst();
    if (free - now <= burst) {
      return Verdict.ALLOWED;
    }
    return free - now <= 2 * burst ? Verdict.REFUSED : Verdict.EXCESSIVE;
  }
}
