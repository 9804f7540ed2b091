package dev.tickgate.feed;

import java.math.BigDecimal;

/** Prices as exact decimals, from the text PostgreSQL writes for any numeric type. */
final class Prices {
  /** The maximum number of characters of a number; JSON parsers (Jackson) reject a longer one. */
  static final int LONGEST = 1_000;

  // Leaves room for 18 digits and the decimal point, and for one more digit in the mid price.
  private static final int DECIMALS = LONGEST - 20;
  private static final BigDecimal SMALLEST = new BigDecimal("1e-18");
  private static final BigDecimal TOO_LARGE = new BigDecimal("1e18");

  private Prices() {}

  /**
   * Parses a price; returns null for null, {@code NaN}, {@code Infinity} and a text that is no
   * number.
   */
  static BigDecimal parse(String text) {
    if (text == null) {
      return null;
    }
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  // The plain form of other prices would be pages of zeros.
  static boolean plausible(BigDecimal price) {
    return price.compareTo(SMALLEST) >= 0 && price.compareTo(TOO_LARGE) < 0;
  }

  /**
   * Returns the same digits for the same price, whatever the column's type: 151.2450 is 151.245.
   */
  static BigDecimal plain(BigDecimal price) {
    BigDecimal stripped = price.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Whether a price in the form of {@link #plain} is too long. */
  static boolean isTooLong(BigDecimal plain) {
    return plain.scale() > DECIMALS;
  }
}
