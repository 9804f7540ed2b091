package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagTest {
  private static final long SECOND = 1_000_000_000L;

  private final Lag lag = new Lag(0);

  @Test
  void aConnectionThatTakesNothingForFiveSecondsIsGivenUp() {
    assertThat(lag.isOver(5 * SECOND)).isFalse();
    assertThat(lag.isOver(5 * SECOND + 1)).isTrue();
  }

  @Test
  void aConnectionThatTakesSomethingNowAndThenIsGivenUpAfterThirtySeconds() {
    for (long now = 0; now < 30 * SECOND; now += SECOND) {
      lag.drained(now);
      lag.full(now);
      assertThat(lag.isOver(now)).isFalse();
    }
    lag.drained(30 * SECOND);

    assertThat(lag.isOver(30 * SECOND + 1)).isTrue();
  }

  @Test
  void whatIsGivenUpStaysSo() {
    lag.drained(6 * SECOND);

    assertThat(lag.isOver(6 * SECOND)).isTrue();
  }

  @Test
  void aWaitForSomethingElseIsNotTheClients() {
    lag.drained(SECOND);

    assertThat(lag.isOver(20 * SECOND)).isFalse();
  }
}
