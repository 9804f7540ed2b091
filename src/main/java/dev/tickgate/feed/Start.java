package dev.tickgate.feed;

import java.time.Instant;

/**
 * Which of the existing rows a feed publishes when it reads its table for the first time. Later
 * starts continue from the cursor.
 */
public sealed interface Start {
  /** The rows of the look-back window, at most the newest 1,000. */
  record Lookback() implements Start {}

  /** The newest row of each topic in the look-back window. */
  record Latest() implements Start {}

  /** Every row, in the order of the keys. */
  record All() implements Start {}

  /** The rows whose key is that time or later. */
  record AtTime(Instant time) implements Start {}

  /** The rows whose key is that number or greater. */
  record AtKey(long key) implements Start {}
}
