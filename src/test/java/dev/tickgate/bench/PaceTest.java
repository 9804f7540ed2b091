package dev.tickgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong settled = new AtomicLong(100);

  @Test
  void aSteadyPaceSaysWhenEachWasDueHoweverLateItIsAsked() {
    Pace pace = Pace.steady(2, 10 * SECOND);

    assertThat(pace.next(9 * SECOND)).isEqualTo(10 * SECOND);
    assertThat(pace.next(11 * SECOND)).isEqualTo(10 * SECOND);
    assertThat(pace.next(11 * SECOND)).isEqualTo(10 * SECOND + SECOND / 2);
    assertThat(pace.next(11 * SECOND)).isEqualTo(11 * SECOND);
    assertThat(pace.next(11 * SECOND)).isGreaterThan(11 * SECOND);
  }

  @Test
  void aWindowIsFilledAgainInLots() {
    Pace pace = Pace.window(8, settled::get);

    assertThat(take(pace, 1)).isEqualTo(8);
    settled.addAndGet(1);
    assertThat(take(pace, 2)).isZero();
    settled.addAndGet(2);
    assertThat(take(pace, 3)).isEqualTo(3);
  }

  @Test
  void aWindowOpensAgainWhenWhatItWaitsForIsLost() {
    Pace pace = Pace.window(8, settled::get);
    take(pace, SECOND);

    assertThat(take(pace, 5 * SECOND)).isZero();
    assertThat(take(pace, 7 * SECOND)).isEqualTo(8);
  }

  private static int take(Pace pace, long now) {
    int taken = 0;
    while (pace.next(now) <= now) {
      taken++;
    }
    return taken;
  }
}
