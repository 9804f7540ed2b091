package dev.tickgate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesGrowTwofoldToTheLongest() {
    Backoff longest = new Backoff(() -> 1.0);

    assertThat(IntStream.of(1, 2, 3, 6, 7, 60).mapToObj(n -> longest.after(n).toMillis()))
        .containsExactly(100L, 200L, 400L, 3_200L, 5_000L, 5_000L);
  }

  @Test
  void aPauseIsAnywhereBelow() {
    assertThat(new Backoff(() -> 0.0).after(9).toMillis()).isZero();
    assertThat(new Backoff(() -> 0.25).after(2).toMillis()).isEqualTo(50);
  }
}
