package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final Duration TICK = Duration.ofMillis(50);
  private long nanos;
  private final Liveness liveness = new Liveness(TICK, ConnectorFixture.IMPATIENT, () -> nanos);

  private void tick(int times, Duration apart) {
    for (int i = 0; i < times; i++) {
      nanos += apart.toNanos();
      liveness.tick();
    }
  }

  @Test
  void aConnectionIsSilentAfterTheTimeOfSilence() {
    tick(29, TICK);
    assertThat(liveness.isSilent()).isFalse();
    tick(1, TICK);
    assertThat(liveness.isSilent()).isTrue();
    liveness.heard();
    assertThat(liveness.isSilent()).isFalse();
  }

  @Test
  void theTicksOfAPauseAreNoSilence() {
    tick(10, TICK);
    nanos += Duration.ofMinutes(1).toNanos();
    liveness.heard();
    tick(1_200, Duration.ofNanos(1_000));
    assertThat(liveness.isSilent()).isFalse();
    assertThat(liveness.isPingDue()).isTrue();
  }
}
