package dev.tickgate.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Judges how soon something happens by the best of some attempts: one that meets a machine that
 * stands still says nothing, and what is slow by itself is slow in all of them.
 */
public final class Promptness {
  private static final int ATTEMPTS = 5;

  private Promptness() {}

  /**
   * Repeats an attempt until one takes no longer than the limit.
   *
   * @param attempt awaits that it happens; the time that this took
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

  /** The time since a reading of {@link System#nanoTime()}. */
  public static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
