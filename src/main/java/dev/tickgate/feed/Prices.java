package dev.tickgate.feed;

import java.math.BigDecimal;

/** Prices as exact decimals, from the text PostgreSQL writes for any numeric type. */
final class Prices {
  private static final BigDecimal SMALLEST = new BigDecimal("1e-18");
  private static final BigDecimal TOO_LARGE = new BigDecimal("1e18");

  private Prices() {}

  /** Null for null, {@code NaN} and {@code Infinity}. */
  static BigDecimal parse(String text) {
    if (text == null || text.endsWith("NaN") || text.endsWith("Infinity")) {
      return null;
    }
    return new BigDecimal(text);
  }

  // Its plain form would be pages of zeros.
  static boolean plausible(BigDecimal price) {
    return price.compareTo(SMALLEST) >= 0 && price.compareTo(TOO_LARGE) < 0;
  }

  /** The same digits for the same price, whatever the column's type: 151.2450 is 151.245. */
  static BigDecimal plain(BigDecimal price) {
    BigDecimal stripped = price.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
