package dev.tickgate.stream;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The maximum rate at which a subscriber gets the publications of a topic.
 *
 * @param interval the milliseconds between two publications; 0 for no limit
 */
public record Pace(long interval) {
  public static final Pace UNLIMITED = new Pace(0);

  private static final BigDecimal SECOND = BigDecimal.valueOf(1000);
  // One publication in 1,000 seconds.
  private static final BigDecimal LOWEST = new BigDecimal("0.001");
  private static final int MAX_DIGITS = 12;

  public Pace {
    if (interval < 0) {
      throw new IllegalArgumentException("negative interval: " + interval);
    }
  }

  /**
   * @param maxRate publications a second, a decimal number from 0.001 to 1000; null for no limit
   * @return empty where the text is not such a number
   */
  public static Optional<Pace> parse(String maxRate) {
    if (maxRate == null) {
      return Optional.of(UNLIMITED);
    }
    if (maxRate.length() > MAX_DIGITS) {
      return Optional.empty();
    }
    BigDecimal rate;
    try {
      rate = new BigDecimal(maxRate);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    return rate.compareTo(LOWEST) < 0 || rate.compareTo(SECOND) > 0
        ? Optional.empty()
        : Optional.of(new Pace(SECOND.divide(rate, 0, RoundingMode.CEILING).longValue()));
  }

  public boolean isLimited() {
    return interval > 0;
  }
}
