package dev.tickgate.watchlist;

import java.math.BigDecimal;

/**
 * The position of a user in a company.
 *
 * @param quantity negative for a short position; never 0
 */
record Holding(BigDecimal quantity, BigDecimal purchasePrice) {
  boolean isShort() {
    return quantity.signum() < 0;
  }
}
