package dev.tickgate.stream;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How often a subscriber wants to hear of a topic at most.
 *
 * @param interval milliseconds between two publications; 0 for every one of them
 */
public record Pace(long interval) {
  public static final Pace UNLIMITED = new Pace(0);

  private static final BigDecimal SECOND = BigDecimal.valueOf(1000);
  // One in a quarter of an hour.
  private static final BigDecimal LOWEST = new BigDecimal("0.001");
  private static final int MAX_DIGITS = 12;

  public Pace {
    if (interval < 0) {
      throw new IllegalArgumentException("negative interval: " + interval);
    }
  }

  /**
   * @param maxRate publications a second, a decimal number from 0.001 to 1000; null for no limit
   * @return empty where it is not one
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
