package dev.tickgate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusinessEventTest {
  @Test
  void anEventIsWrittenAsItsSchemaHasIt() {
    BusinessEvent event = BusinessEvent.of("ORDER_SHIPPED", "\"17\"", BusinessEvent.Action.UPDATED);

    assertThat(event.json())
        .isEqualTo(
            "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"\\\"17\\\"\",\"action\":\"updated\"}}");
    assertThat(
            event
                .withData("{\"total\":120.00}")
                .withTimestamp(Instant.parse("2026-11-27T15:30:01.200300Z"))
                .json())
        .endsWith(
            "\"action\":\"updated\",\"data\":{\"total\":120.00}},"
                + "\"timestamp\":\"2026-11-27T15:30:01.200Z\"}");
  }
}
