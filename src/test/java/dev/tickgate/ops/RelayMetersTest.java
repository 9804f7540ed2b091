package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.relay.RelayMetrics;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RelayMetersTest {
  private static final String BEHIND = "tickgate_relay_behind";

  @Test
  void aNumberThatIsNotKnownIsAbsent() {
    try (Meters meters = new Meters("1.0")) {
      RelayMetrics part = new RelayMeters(meters).of("redis.out.events");
      assertThat(meters.scrape()).doesNotContain(BEHIND);

      part.behind(OptionalLong.of(3));
      part.behind(OptionalLong.of(4));
      assertThat(meters.scrape()).contains(BEHIND + "{relay=\"redis.out.events\"} 4.0");
      part.behind(OptionalLong.empty());
      assertThat(meters.scrape()).doesNotContain(BEHIND);
      part.behind(OptionalLong.of(0));
      assertThat(meters.scrape()).contains(BEHIND + "{relay=\"redis.out.events\"} 0.0");
    }
  }
}
