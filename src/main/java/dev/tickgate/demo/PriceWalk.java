package dev.tickgate.demo;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;

/**
 * Generates a plausible price in JPY: a random walk that reverts to a mean, with a spread of a few
 * tenths of a pip and three decimals. Performs no I/O.
 */
final class PriceWalk {
  /** The mean of USD/JPY. */
  static final double MEAN = 151.0;

  // For a step of one second: a volatility of about 8 % a year, and half of the way back to the
  // mean in six hours.
  private static final double STEP = 0.002;
  private static final double PULL = 0.00003;
  private static final int NARROWEST = 2;
  private static final int WIDEST = 4;
  private static final int DECIMALS = 3;

  private final RandomGenerator random;
  private final double mean;
  private double mid;

  PriceWalk(RandomGenerator random, double mean) {
    this.random = random;
    this.mean = mean;
    this.mid = mean + random.nextGaussian() * STEP * 60;
  }

  record Prices(BigDecimal bid, BigDecimal ask) {}

  /**
   * Returns the next quote.
   *
   * @param seconds the time since the quote before
   */
  Prices next(double seconds) {
    mid += PULL * seconds * (mean - mid) + STEP * Math.sqrt(seconds) * random.nextGaussian();
    long spread = random.nextInt(NARROWEST, WIDEST + 1);
    long bid = Math.round(mid * 1_000) - spread / 2;
    return new Prices(
        BigDecimal.valueOf(bid, DECIMALS), BigDecimal.valueOf(bid + spread, DECIMALS));
  }
}
