package dev.tickgate.watchlist;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The known prices of a company.
 *
 * @param bid what a buyer pays; of a stock the price
 * @param ask what a seller wants; of a stock the price
 * @param mid what is shown where nobody holds it
 * @param previousClose the base of the change
 */
record Price(
    Optional<BigDecimal> bid,
    Optional<BigDecimal> ask,
    Optional<BigDecimal> mid,
    Optional<BigDecimal> previousClose) {
  static final Price UNKNOWN =
      new Price(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  // More digits than a price has; a number of the database may have 131,072 before its point.
  private static final int DIGITS = 30;

  /** Of a stock, as the table has it. */
  static Price of(Optional<BigDecimal> price, Optional<BigDecimal> previousClose) {
    return new Price(price, price, price, previousClose);
  }

  /** The same of a quote, with the previous close that is known. */
  Price quoted(BigDecimal bidden, BigDecimal asked, BigDecimal between) {
    return new Price(Optional.of(bidden), Optional.of(asked), Optional.of(between), previousClose);
  }

  /** At what a position would be closed: a long one is sold at the bid, a short one bought back. */
  Optional<BigDecimal> of(Optional<Holding> holding) {
    return holding.map(held -> held.isShort() ? ask : bid).orElse(mid);
  }

  /** A number of the database as text; empty where it is no number that could be one of a price. */
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
      // NaN, Infinity.
      return Optional.empty();
    }
  }
}
