package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsGrowFromATenthOfASecondToFiveAndAreSpread() {
    for (int seed = 0; seed < 100; seed++) {
      Backoff backoff = Backoff.ofDatabase(new Random(seed));
      long limit = 100;
      for (int failure = 0; failure < 100; failure++) {
        assertThat(backoff.next()).isBetween(1L, limit);
        limit = Math.min(5_000, limit * 2);
      }
      backoff.reset();
      assertThat(backoff.failures()).isZero();
      assertThat(backoff.next()).isBetween(1L, 100L);
    }
  }

  @Test
  void theWaitsOfTwoAreNotTheSame() {
    Backoff one = Backoff.ofDatabase(new Random(1));
    Backoff other = Backoff.ofDatabase(new Random(2));
    assertThat(new long[] {one.next(), one.next(), one.next()})
        .isNotEqualTo(new long[] {other.next(), other.next(), other.next()});
  }
}
