package dev.tickgate.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Changes of prices, and gains of positions: exact decimals, rounded half up to two places at the
 * end.
 */
public final class ProfitAndLoss {
  private static final int PLACES = 2;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private ProfitAndLoss() {}

  /** Returns the price minus the previous close. */
  public static BigDecimal change(BigDecimal price, BigDecimal previousClose) {
    return rounded(price.subtract(previousClose));
  }

  /** Returns the change in percent of the previous close; empty where the close is 0. */
  public static Optional<BigDecimal> changePercent(BigDecimal price, BigDecimal previousClose) {
    return previousClose.signum() == 0
        ? Optional.empty()
        : Optional.of(
            price
                .subtract(previousClose)
                .multiply(HUNDRED)
                .divide(previousClose, PLACES, RoundingMode.HALF_UP));
  }

  /**
   * Returns the gain of a position that is closed at this price.
   *
   * @param quantity negative for a short position
   */
  public static BigDecimal unrealized(
      BigDecimal price, BigDecimal purchasePrice, BigDecimal quantity) {
    return rounded(price.subtract(purchasePrice).multiply(quantity));
  }

  /** Rounds an amount for output: half up to two places. */
  public static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(PLACES, RoundingMode.HALF_UP);
  }
}
