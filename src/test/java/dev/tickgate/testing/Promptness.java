package dev.tickgate.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Checks how soon something happens by the best of five attempts. An attempt on a machine that
 * stalls proves nothing; code that is slow is slow in all attempts.
 */
public final class Promptness {
  private static final int ATTEMPTS = 5;

  private Promptness() {}

  /**
   * Repeats an attempt until one takes no longer than the limit.
   *
   * @param attempt waits until it happens; returns the time that this took
   */
  public static void assertWithin(Duration limit, Callable<Duration> attempt) throws Exception {
    List<Duration> taken = new ArrayList<>();
    while (taken.size() < ATTEMPTS) {
      Duration next = attempt.call();
      if (next.compareTo(limit) <= 0) {
        return;
      }
      taken.add(next);
    }
    throw new AssertionError("none of " + taken + " is within " + limit);
  }

  /** Returns the time since a reading of {@link System#nanoTime()}. */
  public static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
