package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.Principal;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventStatisticsReportTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final EventStatistics statistics = new EventStatistics(() -> NOON);
  private final EventConnection connection = new EventConnection("c1", NOON, Principal.ANYBODY);

  private JsonObject deliveries() {
    return statistics.report("one").getJsonArray("deliveries").getJsonObject(0);
  }

  @Test
  void theEventsOfABatchAreCountedAndNotTheBatch() {
    statistics.opened(connection, false);
    statistics.delivered(connection, "ORDER_RECEIVED", 3, 30);
    statistics.delivered(connection, "ORDER_RECEIVED", 1, 4);

    assertThat(deliveries())
        .isEqualTo(
            new JsonObject()
                .put("day", "2026-11-29")
                .put("type", "ORDER_RECEIVED")
                .put("delivered", 4L)
                .put("measured", 4L)
                .put("latency_ms", 34L));
  }

  @Test
  void whatIsReplayedIsDeliveredAndHasNoLatency() {
    statistics.opened(connection, true);
    statistics.replayed(connection, "ORDER_RECEIVED", 5);

    assertThat(deliveries().getLong("delivered")).isEqualTo(5);
    assertThat(deliveries().getLong("measured")).isZero();
  }
}
