package dev.tickgate.lead;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause after the n-th failure in a row: full jitter below a limit that doubles. Not
 * thread-safe.
 */
public final class Backoff {
  private static final int MOST_DOUBLINGS = 30;

  private final long first;
  private final long most;
  private final RandomGenerator random;
  private int failures;

  /** Creates a backoff whose limit doubles from the first to the longest pause. */
  public Backoff(Duration first, Duration most, RandomGenerator random) {
    this.first = first.toMillis();
    this.most = most.toMillis();
    this.random = random;
  }

  public static Backoff ofDatabase(RandomGenerator random) {
    return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), random);
  }

  /** Counts a failure and returns the pause in milliseconds, at least 1. */
  public long next() {
    long limit = Math.min(most, first << Math.min(failures++, MOST_DOUBLINGS));
    return 1 + random.nextLong(limit);
  }

  public void reset() {
    failures = 0;
  }

  public int failures() {
    return failures;
  }
}
