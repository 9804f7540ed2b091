package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import java.time.Duration;

/**
 * The unique, indexed column that identifies rows, and how far behind the newest key a row may
 * still be committed.
 */
public sealed interface Key {
  String column();

  /**
   * A {@code timestamp} or {@code timestamptz}.
   *
   * @param lookback how far the time of a late row may be before the newest time
   */
  record Time(String column, Duration lookback) implements Key {
    public static final Duration DEFAULT_LOOKBACK = Duration.ofMinutes(10);
    public static final Duration SHORTEST_LOOKBACK = Duration.ofMillis(1);
    public static final Duration LONGEST_LOOKBACK = Duration.ofDays(366);

    public Time {
      Identifier.quoted(column);
      if (lookback == null
          || lookback.compareTo(SHORTEST_LOOKBACK) < 0
          || lookback.compareTo(LONGEST_LOOKBACK) > 0) {
        throw new IllegalArgumentException("lookback must be 1ms to 366d: " + lookback);
      }
    }
  }

  /**
   * A {@code smallint}, {@code integer} or {@code bigint} that a sequence fills.
   *
   * @param lookback how many rows with greater ids may be visible before a late row
   */
  record Serial(String column, long lookback) implements Key {
    public static final int DEFAULT_LOOKBACK = 10_000;
    public static final int LONGEST_LOOKBACK = 10_000_000;

    public Serial {
      Identifier.quoted(column);
      if (lookback < 1 || lookback > LONGEST_LOOKBACK) {
        throw new IllegalArgumentException("lookback must be 1 to 10000000: " + lookback);
      }
    }
  }
}
