package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated exchange that goes away and comes back: what clients and operators are told. */
class ExchangeOutageIT {
  private static final String CONFIG =
      """
      feeds: []
      events: { enabled: false }
      exchanges: { binance: { enabled: true, url: "%s" } }
      access:
        rules:
          - { topics: "stream.binance.*", read: anybody }
          - { topics: "ticks.binance.*", read: anybody }
      """;
  private static final String TOPIC = "ticks.binance.BTCUSDT";
  private static final String STREAM = "btcusdt@trade";
  private static final String SUBSCRIBE =
      "{\"type\":\"subscribe\",\"topic\":\"%s\"}".formatted(TOPIC);
  private static final String REGISTER =
      "{\"type\":\"register\",\"address\":\"%s\"}".formatted(TOPIC);
  private static final String AWAY = "\"code\":\"EXCHANGE_UNAVAILABLE\"";
  private static final String BACK = "\"type\":\"resumed\"," + AWAY;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final ExchangeServer exchange = ExchangeServer.binance(vertx);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final List<AutoCloseable> clients = new ArrayList<>();
  private RelayNodes nodes;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(directory.resolve("outage.yaml"), CONFIG.formatted(exchange.url()));
    nodes = new RelayNodes(file, database.url());
    nodes.start("gateway", "gateway");
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  private WsClient connect(String path) {
    WsClient client = new WsClient(vertx, nodes.port("gateway"), path);
    clients.add(client);
    return client;
  }

  private RawHttp get(String path) {
    RawHttp client = new RawHttp(nodes.port("gateway"));
    clients.add(client);
    return client.say("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private static boolean isTold(WsClient client, String text) {
    return client.texts().stream().anyMatch(one -> one.replace("\\\"", "\"").contains(text));
  }

  @Test
  void eachTransportTellsThatTheExchangeIsAwayAndThatItIsBack() {
    nodes.start("leader", "exchange");
    WsClient json = connect("/ws");
    json.send(SUBSCRIBE);
    WsClient bridge = connect("/eventbus/websocket");
    bridge.send(REGISTER);
    WsClient sockJs = connect("/eventbus/000/one/websocket");
    sockJs.send("[\"" + REGISTER.replace("\"", "\\\"") + "\"]");
    RawHttp events = get("/sse?topic=" + TOPIC);
    WsClient relay = connect("/ws?stream=%s&token=%s".formatted(STREAM, RelayTokens.trader()));
    await().until(() -> exchange.isSubscribed("BTCUSDT"));
    await().until(() -> exchange.subscriptions().contains(STREAM));

    exchange.refuse(503);
    exchange.cut();
    for (WsClient client : List.of(json, bridge, sockJs)) {
      await().until(() -> isTold(client, AWAY));
      assertThat(isTold(client, BACK)).isFalse();
    }
    events.hearUntil(AWAY);
    String away = "{\"error\":\"exchange unavailable\",\"stream\":\"btcusdt@trade\"}";
    await().until(() -> relay.texts().contains(away));
    WsClient late = connect("/ws");
    late.send(SUBSCRIBE);
    await().until(() -> isTold(late, AWAY));

    exchange.accept();
    for (WsClient client : List.of(json, bridge, sockJs, late)) {
      await().until(() -> isTold(client, BACK));
    }
    events.hearUntil(BACK);
    String back = "{\"resumed\":\"exchange unavailable\",\"stream\":\"btcusdt@trade\"}";
    await().until(() -> relay.texts().contains(back));
    assertThat(relay.texts()).last().isEqualTo(back);
    await().until(() -> exchange.isSubscribed("BTCUSDT"));
    exchange.quote("BTCUSDT", "25.10", "25.20");
    await().until(() -> json.messages("ticker").size() == 1);
  }

  @Test
  void theApiHasEachStateWithItsReason() {
    assertThat(state().getString("state")).isEqualTo("unavailable");
    nodes.start("leader", "exchange");
    becomes("idle", "");

    exchange.delay();
    connect("/ws").send(SUBSCRIBE);
    becomes("connecting", "connecting to " + exchange.url());
    assertThat(state().getString("reason")).doesNotContain("failure");
    exchange.resume();
    becomes("connected", "");
    assertThat(state().getString("reason")).isEmpty();

    exchange.refuse(500);
    exchange.cut();
    becomes("reconnecting", "500");
    exchange.delay();
    becomes("connecting", "; last failure: ");
    exchange.refuse(503);
    exchange.resume();
    becomes("maintenance", "503");
    exchange.accept();
    becomes("connected", "");

    nodes.stop("leader");
    becomes("unavailable", "");
  }

  private JsonObject state() {
    return new JsonObject(new Http(nodes.port("gateway")).get("/api/exchanges").body())
        .getJsonArray("exchanges")
        .getJsonObject(0);
  }

  private void becomes(String state, String reason) {
    await()
        .until(
            this::state,
            now ->
                now.getString("state").equals(state)
                    && now.getString("reason", "").contains(reason));
  }
}
