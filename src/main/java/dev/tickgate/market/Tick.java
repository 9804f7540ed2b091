package dev.tickgate.market;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One quote.
 *
 * @param symbol letters, digits and {@code _ . : -}, which need no escaping in JSON
 * @param timestamp the time of the quote according to the source; UTC
 */
public record Tick(String symbol, BigDecimal bid, BigDecimal ask, Instant timestamp) {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Half way between bid and ask, exact. */
  public BigDecimal mid() {
    return bid.add(ask).divide(TWO);
  }

  /** Whether the prices are those of a possible quote: both positive, and not crossed. */
  public static boolean isValid(BigDecimal bid, BigDecimal ask) {
    return bid.signum() > 0 && ask.signum() > 0 && bid.compareTo(ask) <= 0;
  }

  /** The ticker message without its position: see {@code docs/protocol.md}. */
  public String toJson() {
    return "{\"type\":\"ticker\",\"symbol\":\""
        + symbol
        + "\",\"bid\":"
        + bid.toPlainString()
        + ",\"ask\":"
        + ask.toPlainString()
        + ",\"mid\":"
        + mid().toPlainString()
        + ",\"timestamp\":\""
        + Utc.format(timestamp)
        + "\"}";
  }
}
