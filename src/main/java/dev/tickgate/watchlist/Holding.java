package dev.tickgate.watchlist;

import java.math.BigDecimal;

/**
 * What a user holds.
 *
 * @param quantity negative for a short position; never 0
 */
record Holding(BigDecimal quantity, BigDecimal purchasePrice) {
  boolean isShort() {
    return quantity.signum() < 0;
  }
}
