package dev.tickgate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceWalkTest {
  private static final int A_DAY = 86_400;

  @Test
  void aDayOfQuotesStaysNearItsMeanWithASpreadOfTenthsOfAPip() {
    PriceWalk walk = new PriceWalk(new Random(7), PriceWalk.MEAN);
    BigDecimal lowest = BigDecimal.valueOf(1_000);
    BigDecimal highest = BigDecimal.ZERO;
    for (int second = 0; second < A_DAY; second++) {
      PriceWalk.Prices prices = walk.next(1);
      assertThat(prices.ask().subtract(prices.bid()))
          .isBetween(new BigDecimal("0.002"), new BigDecimal("0.004"));
      assertThat(prices.bid().scale()).isEqualTo(3);
      lowest = lowest.min(prices.bid());
      highest = highest.max(prices.ask());
    }

    assertThat(lowest).isGreaterThan(new BigDecimal("148"));
    assertThat(highest).isLessThan(new BigDecimal("154"));
    assertThat(highest.subtract(lowest)).isGreaterThan(new BigDecimal("0.2"));
  }

  @Test
  void theSameRandomnessMakesTheSameQuotes() {
    PriceWalk one = new PriceWalk(new Random(1), PriceWalk.MEAN);
    PriceWalk other = new PriceWalk(new Random(1), PriceWalk.MEAN);

    for (int i = 0; i < 100; i++) {
      assertThat(one.next(1)).isEqualTo(other.next(1));
    }
  }
}
