package dev.tickgate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventWalkTest {
  private static final Instant NOW = Instant.parse("2026-02-16T13:05:10.123456Z");
  private static final Map<String, String> TYPES =
      Map.of(
          "events.orders", "ORDER_RECEIVED",
          "events.inventory", "INVENTORY_CHANGE",
          "events.pricing", "PRICE_CHANGE",
          "events.listings", "LISTING_UPDATE");

  @Test
  void eachChannelGetsEventsOfItsType() {
    List<EventWalk.Row> rows = walk(Set.of("orders", "inventory", "pricing", "listings"));

    assertThat(rows).extracting(EventWalk.Row::topic).containsAll(TYPES.keySet());
    assertThat(rows)
        .allSatisfy(
            row -> {
              JsonObject event = new JsonObject(row.payload());
              assertThat(event.getString("type")).isEqualTo(TYPES.get(row.topic()));
              assertThat(event.getString("timestamp")).isEqualTo("2026-02-16T13:05:10.123Z");
              JsonObject payload = event.getJsonObject("payload");
              assertThat(payload.getString("id")).isNotBlank();
              assertThat(payload.getString("action")).isIn("created", "updated", "deleted");
            });
  }

  @Test
  void theStockNeverFallsBelowZero() {
    assertThat(walk(Set.of("inventory")))
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(
                        new JsonObject(row.payload())
                            .getJsonObject("payload")
                            .getJsonObject("data")
                            .getInteger("stock"))
                    .isNotNegative());
  }

  @Test
  void channelsThatAreNotConfiguredGetNone() {
    assertThat(walk(Set.of("orders")))
        .isNotEmpty()
        .allMatch(row -> row.topic().equals("events.orders"));
  }

  private static List<EventWalk.Row> walk(Set<String> channels) {
    EventWalk walk = new EventWalk(new Random(1), channels);
    return IntStream.range(0, 2_000).boxed().flatMap(i -> walk.next(NOW).stream()).toList();
  }
}
