package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptnessTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @Test
  void anAttemptThatMetAStopIsRepeated() throws Exception {
    Deque<Duration> attempts =
        new ArrayDeque<>(List.of(LIMIT.plusNanos(1), LIMIT, Duration.ofHours(1)));

    Promptness.assertWithin(LIMIT, attempts::remove);

    assertThat(attempts).hasSize(1);
  }

  @Test
  void aThingThatIsSlowInEachAttemptIsNot() {
    assertThatThrownBy(() -> Promptness.assertWithin(LIMIT, () -> LIMIT.multipliedBy(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PT4S, PT4S, PT4S, PT4S, PT4S");
  }
}
