package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.EventSubscriber;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Business events on two gateways of a cluster: published in every way, read from both. */
class EventsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Map<String, String> VARIABLES =
      Map.of(
          "SSE_DEBOUNCE_WINDOW",
          "100",
          "TICKGATE_EVENTS_CHANNELS",
          "[{name: orders, types: [ORDER_RECEIVED, ORDER_SHIPPED]},"
              + " {name: pricing, types: [PRICE_CHANGE]},"
              + " {name: people, types: [JOINED], idsOnly: true}]");

  private static Vertx vertx;
  private static DatabaseFixture database;
  private static ClusterFixture cluster;
  private static Member one;
  private static Member two;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = DatabaseFixture.create(vertx);
    database.run(
        "create table ticker_usd_jpy (time timestamptz primary key, bid numeric, ask numeric)");
    cluster = new ClusterFixture(database.url());
    cluster.poller(VARIABLES);
    one = cluster.publishingGateway(VARIABLES);
    two = cluster.publishingGateway(VARIABLES);
    one.awaitReady();
    two.awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
    database.close();
    vertx.close().await();
  }

  @Test
  void clientsOfAGatewayThatIsKilledGetEachEventOnceOnAnother() throws Exception {
    Member killed = cluster.publishingGateway(VARIABLES).awaitReady();
    List<EventSubscriber> clients =
        IntStream.range(0, 8)
            .mapToObj(i -> new EventSubscriber(i % 2 == 0 ? "orders,pricing" : "*"))
            .toList();
    for (EventSubscriber client : clients) {
      client.connect(killed.port());
    }
    List<String> published = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String type = List.of("ORDER_RECEIVED", "PRICE_CHANGE", "ORDER_SHIPPED").get(i % 3);
      String channel = type.equals("PRICE_CHANGE") ? "pricing" : "orders";
      String id = "k" + i;
      published.add(type + " " + id);
      assertThat(publish(i % 2 == 0 ? one : two, channel, event(type, id)).statusCode())
          .isEqualTo(200);
      if (i == 150) {
        await().atMost(LIMIT).until(() -> clients.stream().allMatch(at -> at.events().size() > 50));
        killed.process().kill();
      }
      if (i == 200) {
        for (int c = 0; c < clients.size(); c++) {
          clients.get(c).connect(c < 4 ? one.port() : two.port());
        }
      }
    }

    for (EventSubscriber client : clients) {
      await().atMost(LIMIT).until(() -> client.events().size() >= published.size());
      assertThat(client.events()).containsExactlyInAnyOrderElementsOf(published);
      assertThat(ofType(client.events(), "ORDER_SHIPPED"))
          .isEqualTo(ofType(published, "ORDER_SHIPPED"));
      client.close();
    }
  }

  @Test
  void anEventThatDoesNotMatchItsSchemaIsRefusedInEveryWay() {
    String wrong = "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"w1\",\"action\":\"made\"}}";

    HttpResponse<String> answer = publish(one, "orders", wrong);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("INVALID_EVENT");
    assertThat(new JsonObject(answer.body()).getString("message")).contains("payload/action");

    try (WsClient socket = new WsClient(vertx, one.port(), "/ws");
        WsClient bridge = new WsClient(vertx, one.port(), "/eventbus/websocket")) {
      socket.send(
          "{\"type\":\"publish\",\"topic\":\"events.orders\",\"payload\":" + wrong + ",\"id\":1}");
      bridge.send(
          "{\"type\":\"send\",\"address\":\"events.orders\",\"body\":"
              + wrong
              + ",\"replyAddress\":\"r\"}");
      await().atMost(LIMIT).until(() -> !socket.messages("error").isEmpty());
      await().atMost(LIMIT).until(() -> !bridge.messages("err").isEmpty());
      assertThat(socket.messages("error").get(0).getString("code")).isEqualTo("INVALID_EVENT");
      assertThat(bridge.messages("err").get(0).getString("body")).isEqualTo("invalid_event");
      assertThat(socket.messages("error").get(0).getString("message")).contains("payload/action");
      assertThat(bridge.messages("err").get(0).getString("reason")).contains("payload/action");
    }

    database.run(
        "insert into tickgate.outbox (topic, payload) values ('events.orders', '" + wrong + "')");
    await()
        .atMost(LIMIT)
        .until(
            () ->
                database
                        .run(
                            "select error from tickgate.outbox where error like 'INVALID_EVENT%payload/action%'")
                        .size()
                    == 1);
    assertThat(database.run("select from tickgate.journal where body like '%\"w1\"%'").size())
        .isZero();
  }

  @Test
  void aChannelOfIdsStoresAndSendsNoData() throws Exception {
    String secret = UUID.randomUUID().toString();
    String event =
        "{\"type\":\"JOINED\",\"payload\":{\"id\":\"%s\",\"action\":\"created\","
            + "\"data\":{\"name\":\""
            + secret
            + "\"}}}";
    try (EventSubscriber client = new EventSubscriber("people")) {
      client.connect(two.port());
      assertThat(publish(one, "people", event.formatted("p1")).statusCode()).isEqualTo(200);
      database.run(
          "insert into tickgate.outbox (topic, payload) values ('events.people', '"
              + event.formatted("p2")
              + "')");

      await().atMost(LIMIT).until(() -> client.events().size() == 2);
      assertThat(client.events()).containsExactlyInAnyOrder("JOINED p1", "JOINED p2");
      assertThat(client.text()).doesNotContain(secret);
      assertThat(database.run("select from tickgate.journal where body like '%" + secret + "%'"))
          .isEmpty();
      assertThat(database.run("select from tickgate.journal where body like '%\"p2\"%'"))
          .hasSize(1);
    }
  }

  private static String event(String type, String id) {
    return "{\"type\":\"%s\",\"payload\":{\"id\":\"%s\",\"action\":\"updated\"}}"
        .formatted(type, id);
  }

  private static List<String> ofType(List<String> events, String type) {
    return events.stream().filter(event -> event.startsWith(type)).toList();
  }

  private static HttpResponse<String> publish(Member node, String channel, String event) {
    return new Http(node.port()).post("/api/publish/events." + channel, event);
  }
}
