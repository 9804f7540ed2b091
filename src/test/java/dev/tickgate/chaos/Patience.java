package dev.tickgate.chaos;

import java.time.Duration;

/**
 * How long a run waits for what must happen: {@code -Dchaos.patience=4} is for a machine that also
 * does other work, and says nothing of promptness. What clients get is judged as strictly.
 */
final class Patience {
  private static final int FACTOR = Integer.getInteger("chaos.patience", 1);

  private Patience() {}

  static Duration ofSeconds(long seconds) {
    return Duration.ofSeconds(seconds * FACTOR);
  }
}
