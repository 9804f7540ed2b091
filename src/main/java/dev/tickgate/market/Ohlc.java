package dev.tickgate.market;

import java.math.BigDecimal;

/** The first, highest, lowest and last price of some ticks, without trailing zeros. */
public record Ohlc(BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {
  public Ohlc {
    // One form for each number: 1.10 and 1.1 are the same price.
    open = canonical(open);
    high = canonical(high);
    low = canonical(low);
    close = canonical(close);
  }

  /** Returns the prices of one tick. */
  static Ohlc of(BigDecimal price) {
    return new Ohlc(price, price, price, price);
  }

  /**
   * Returns the prices of these ticks and others.
   *
   * @param opens the prices with the earlier first tick
   * @param closes the prices with the later last tick
   */
  Ohlc with(Ohlc other, Ohlc opens, Ohlc closes) {
    return new Ohlc(opens.open, high.max(other.high), low.min(other.low), closes.close);
  }

  private static BigDecimal canonical(BigDecimal price) {
    BigDecimal stripped = price.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
