package dev.tickgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.protocol.Urgency.Level;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrgencyTest {
  @Test
  void anEventOfLowPriorityMergesWithOthers() {
    assertThat(Urgency.of("{\"x\":1,\"merge\":\"p:7\",\"priority\":\"low\"}"))
        .isEqualTo(new Urgency(Level.LOW, Optional.of("p:7")));
  }

  @Test
  void anEventOfHighPriorityMergesWithNone() {
    assertThat(Urgency.of("{\"priority\":\"high\",\"merge\":\"p:7\"}"))
        .isEqualTo(new Urgency(Level.HIGH, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"x\":1}",
        "{\"priority\":\"soon\"}",
        "{\"priority\":3}",
        "{\"priority\":{\"low\":1}}",
        "{\"data\":{\"priority\":\"low\"}}",
        "{\"data\":[{\"priority\":\"low\"}],\"text\":\"\\\"priority\\\":\\\"low\\\"\"}",
        "{\"priority\""
      })
  void othersAreNormal(String object) {
    assertThat(Urgency.of(object)).isEqualTo(Urgency.NORMAL);
  }
}
