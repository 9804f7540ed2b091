package dev.tickgate.watchlist;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The known prices of a company.
 *
 * @param bid the price at which a holder can sell; the price itself for a stock
 * @param ask the price at which a buyer can buy; the price itself for a stock
 * @param mid the price that is shown without a position
 * @param previousClose the base of the change
 */
record Price(
    Optional<BigDecimal> bid,
    Optional<BigDecimal> ask,
    Optional<BigDecimal> mid,
    Optional<BigDecimal> previousClose) {
  static final Price UNKNOWN =
      new Price(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  // More digits than any price has. A number of the database may have 131,072 digits before its
  // point.
  private static final int DIGITS = 30;

  /** The prices of a stock, from the values in the table. */
  static Price of(Optional<BigDecimal> price, Optional<BigDecimal> previousClose) {
    return new Price(price, price, price, previousClose);
  }

  /** The prices of a quote, with the previous close of this object. */
  Price quoted(BigDecimal bidden, BigDecimal asked, BigDecimal between) {
    return new Price(Optional.of(bidden), Optional.of(asked), Optional.of(between), previousClose);
  }

  /**
   * The price that closes a position: the bid for a long one, the ask for a short one. Without a
   * position it is the mid.
   */
  Optional<BigDecimal> of(Optional<Holding> holding) {
    return holding.map(held -> held.isShort() ? ask : bid).orElse(mid);
  }

  /** Parses a number of the database; empty where it cannot be a price. */
  static Optional<BigDecimal> read(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return number.precision() <= DIGITS && Math.abs(number.scale()) <= DIGITS
          ? Optional.of(number)
          : Optional.empty();
    } catch (NumberFormatException e) {
      // The value is NaN or Infinity.
      return Optional.empty();
    }
  }
}
