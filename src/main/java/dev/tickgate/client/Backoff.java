package dev.tickgate.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses between attempts, with full jitter, so that publishers do not retry in step. */
final class Backoff {
  private static final long FIRST = 100;
  private static final long LONGEST = 5_000;

  private final DoubleSupplier random;

  /**
   * @param random from 0 to below 1
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * @param attempts that were made, at least one
   */
  Duration after(int attempts) {
    long ceiling = Math.min(LONGEST, FIRST << Math.min(attempts - 1, 10));
    return Duration.ofMillis((long) (random.getAsDouble() * ceiling));
  }
}
