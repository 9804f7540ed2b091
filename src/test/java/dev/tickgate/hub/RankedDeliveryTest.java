package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.EUR_USD;
import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.HubFixture.Client;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.stream.TopicRoutes.Route;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of topics whose events say how urgent they are, a slow client misses those of low priority. */
class RankedDeliveryTest {
  private static final String TEXT = "x".repeat(10_000);

  private final HubFixture bed =
      new HubFixture(
          new TopicRoutes(
              List.of(
                  new Route(
                      new TopicFilter("ticks.*"),
                      "events",
                      new TopicPolicy(Delivery.EVERY, 10_000, Duration.ofHours(1), true),
                      true))));
  private final Client client = bed.new Client();
  private final Map<Topic, Long> offsets = new HashMap<>();

  @Test
  void aSlowClientGetsEachHighAndNormalEventAndTheNewestOfLowPriority() {
    client.hear(USD_JPY);
    client.transport.writable = false;
    for (int i = 0; i < 1_000; i++) {
      publish(USD_JPY, i % 100 == 0 ? "high" : i % 100 == 50 ? "normal" : "low");
    }
    client.transport.writable = true;
    client.session.drained();
    bed.hub.flush();

    List<JsonObject> heard = heard();
    assertThat(client.transport.closed).isEmpty();
    assertThat(heard.stream().filter(event -> !isLow(event))).hasSize(20);
    assertThat(heard.get(heard.size() - 1).getLong("offset")).isEqualTo(1_000);
    assertThat(heard.stream().mapToLong(event -> 1 + event.getLong("skipped", 0L)).sum())
        .isEqualTo(1_000);
    assertThat(heard)
        .isSortedAccordingTo((a, b) -> a.getLong("offset").compareTo(b.getLong("offset")));
    assertThat(bed.skipped).isEqualTo(1_000 - heard.size());
  }

  @Test
  void whatIsLeftOutOfATopicIsToldInThatTopic() {
    client.hear(USD_JPY);
    client.hear(EUR_USD);
    client.transport.writable = false;
    for (int i = 0; i < 60; i++) {
      publish(USD_JPY, "low");
      publish(EUR_USD, "high");
    }
    client.transport.writable = true;
    client.session.drained();
    bed.hub.flush();

    List<JsonObject> heard = heard();
    assertThat(heard.stream().filter(event -> isLow(event))).hasSizeLessThan(60);
    assertThat(
            heard.stream()
                .filter(event -> isLow(event))
                .mapToLong(event -> 1 + event.getLong("skipped", 0L))
                .sum())
        .isEqualTo(60);
    assertThat(heard.stream().filter(event -> !isLow(event)))
        .hasSize(60)
        .noneMatch(event -> event.containsKey("skipped"));
  }

  @Test
  void aSlowClientWithTooManyHighEventsIsClosed() {
    client.hear(USD_JPY);
    client.transport.writable = false;
    for (int i = 0; i < 1_000; i++) {
      publish(USD_JPY, "high");
    }

    assertThat(client.transport.closed).containsExactly(CloseCode.SLOW);
  }

  @Test
  void aFastClientGetsEachEvent() {
    client.hear(USD_JPY);
    for (int i = 0; i < 200; i++) {
      publish(USD_JPY, "low");
    }

    assertThat(heard()).hasSize(200).noneMatch(event -> event.containsKey("skipped"));
  }

  private static boolean isLow(JsonObject event) {
    return event.getString("priority").equals("low");
  }

  private List<JsonObject> heard() {
    return client.transport.sent.stream()
        .map(sent -> new JsonObject(sent).getJsonObject("body"))
        .filter(event -> event.containsKey("priority"))
        .toList();
  }

  private void publish(Topic topic, String priority) {
    long offset = offsets.merge(topic, 1L, Long::sum);
    String body = new JsonObject().put("priority", priority).put("text", TEXT).encode();
    bed.hub.publish(Publication.at(topic, new Position(7, offset), body));
    bed.hub.flush();
  }
}
