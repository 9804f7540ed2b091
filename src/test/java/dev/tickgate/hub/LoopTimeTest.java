package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopTimeTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(42 * SECOND);
  private final LoopTime time = new LoopTime(nanos::get);

  @Test
  void itGoesWithTheClockWhileTheLoopTurns() {
    for (int second = 1; second <= 10; second++) {
      nanos.addAndGet(SECOND);
      assertThat(time.now()).isEqualTo(second * SECOND);
    }
  }

  @Test
  void aPauseOfTheProcessCountsForOneStep() {
    nanos.addAndGet(7 * SECOND);
    assertThat(time.now()).isEqualTo(LoopTime.LONGEST_STEP_NANOS);

    nanos.addAndGet(SECOND);
    assertThat(time.now()).isEqualTo(LoopTime.LONGEST_STEP_NANOS + SECOND);
  }
}
