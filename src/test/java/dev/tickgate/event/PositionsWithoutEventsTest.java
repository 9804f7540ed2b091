package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.TcpLink;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A browser remembers the id of a block without data: it comes back to another gateway with that
 * position, though it has received no event.
 */
class PositionsWithoutEventsTest {
  private static final Channel ORDERS = new Channel("orders", List.of("ORDER_RECEIVED"), false);
  private static final Channel PRICING = new Channel("pricing", List.of("PRICE_CHANGE"), false);
  private static final EventSettings SETTINGS =
      new EventSettings(
          true, List.of(ORDERS, PRICING), Duration.ofMillis(100), Duration.ofSeconds(30));

  @Fixture private static final Browser browser = Browsers.launch();

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final GatewayFixture stopped = gateway();
  @Fixture private final GatewayFixture other = gateway();

  @Fixture private final TcpLink link = TcpLink.start(vertx, List.of(stopped.port(), other.port()));

  @Fixture private final ChromiumClients chromium = new ChromiumClients(browser);
  private final SseClient topic = new SseClient("a topic");
  private final SseClient topics = new SseClient("two topics");
  private final SseClient channels = new SseClient("channels");

  private static GatewayFixture gateway() {
    EventSchemas schemas = new EventSchemas(SETTINGS.channels(), InstantSource.system());
    GatewayFixture gateway =
        GatewayFixture.ofEvents(1, Realtime.of(SETTINGS, schemas, EventMetrics.NONE));
    for (Channel channel : SETTINGS.channels()) {
      gateway.hubs.post(hub -> hub.fill(channel.topic(), new Position(7, 0), List.of()));
    }
    return gateway;
  }

  @Test
  void aBrowserThatHasHadNoEventMissesNoneOnAnotherGateway() {
    open("/sse?topic=events.orders", topic);
    open("/sse?topic=events.orders&topic=events.pricing", topics);
    open("/api/realtime/events?channels=orders,pricing", channels);
    await().until(() -> stopped.hubs.sessions() == 3);
    // The channel goes on in another epoch, in which each client stands at the beginning.
    stopped.hubs.post(hub -> hub.beginEpoch(ORDERS.topic(), new Position(8, 0)));
    other.hubs.post(
        hub -> hub.fill(ORDERS.topic(), new Position(8, 2), List.of(event(1), event(2))));

    // As a load balancer does with a gateway that is not ready.
    link.avoid(stopped.port());
    stopped.close();

    await()
        .untilAsserted(
            () -> {
              chromium.read();
              assertThat(Stream.of(topic, topics, channels))
                  .allSatisfy(
                      client -> assertThat(client.ids()).as(client + "").containsExactly("1", "2"));
            });
    assertThat(Stream.of(topic, topics, channels))
        .allSatisfy(client -> assertThat(client.text()).doesNotContain("\"recovered\":false"));
    assertThat(topic.text()).contains("\"recovered\":true,\"replayed\":2");
    assertThat(topics.text()).contains("\"recovered\":true,\"replayed\":2");
  }

  private void open(String path, SseClient client) {
    String base = "http://127.0.0.1:" + link.port();
    chromium.open(base + "/api/schemas/orders.json", base + path, client);
  }

  private static Publication event(long id) {
    String body =
        "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"%d\",\"action\":\"created\"}}"
            .formatted(id);
    return Publication.at(ORDERS.topic(), new Position(8, id), body);
  }
}
