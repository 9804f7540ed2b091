package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The relay of a simulated exchange: one node with the connection, and one with the clients. */
class RelayIT {
  private static final String CONFIG =
      """
      feeds: []
      events: { enabled: false }
      exchanges: { binance: { enabled: true, url: "%s" } }
      access:
        rules:
          - { topics: "stream.binance.*", read: role=trader, write: role=trader }
          - { topics: "ticks.binance.*", read: authenticated, write: role=trader }
          - { topics: "room.1", read: anybody }
      """;
  private static final String STREAM = "btcusdt@trade";
  private static final String OTHER = "ethusdt@trade";
  private static final String RATE_LIMITED = "{\"error\":\"rate limited\"}";

  @Fixture private static final Vertx VERTX = Vertx.vertx();
  @Fixture private static final ExchangeServer EXCHANGE = ExchangeServer.binance(VERTX);
  @Fixture private static final DatabaseFixture DATABASE = DatabaseFixture.create(VERTX);
  private static int trades;
  private static RelayNodes nodes;
  @Fixture private final List<WsClient> clients = new ArrayList<>();

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(directory.resolve("relay.yaml"), CONFIG.formatted(EXCHANGE.url()));
    nodes = new RelayNodes(file, DATABASE.url());
    nodes.start("leader", "exchange");
    nodes.start("gateway", "gateway");
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  private WsClient connect(String query) {
    WsClient client = new WsClient(VERTX, nodes.port("gateway"), "/ws?" + query);
    clients.add(client);
    return client;
  }

  private static void command(WsClient client, String type, String stream) {
    client.send(new JsonObject().put("type", type).put("stream", stream).encode());
  }

  private static String trade() {
    return trade("");
  }

  private static String trade(String padding) {
    trades++;
    return "{\"e\":\"trade\",\"s\":\"BTCUSDT\",\"t\":%d,\"p\":\"0.0010\",\"x\":\"%s\"}"
        .formatted(trades, padding);
  }

  /** A frame from before the subscription is lost: the exchange sends more until one arrives. */
  private static void awaitFrame(WsClient client) {
    List<String> sent = new ArrayList<>();
    await()
        .until(
            () -> {
              sent.add(trade());
              EXCHANGE.stream(STREAM, sent.get(sent.size() - 1));
              return client.texts().stream().anyMatch(sent::contains);
            });
  }

  @Test
  void aFrameArrivesAsTheExchangeSentIt() {
    WsClient client = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    awaitFrame(client);

    assertThat(client.texts()).allMatch(text -> text.startsWith("{\"e\":\"trade\""));
    assertThat(client.texts()).allMatch(text -> text.endsWith("\"x\":\"\"}"));
  }

  @Test
  void commandsSubscribeAndUnsubscribe() {
    WsClient client = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    awaitFrame(client);
    command(client, "subscribe", OTHER);
    await().until(() -> EXCHANGE.subscriptions().contains(OTHER));
    await()
        .until(
            () -> {
              command(client, "unsubscribe", STREAM);
              return client
                  .texts()
                  .contains("{\"error\":\"not subscribed\",\"stream\":\"%s\"}".formatted(STREAM));
            });
    int before = client.texts().size();
    String unwanted = trade();
    EXCHANGE.stream(STREAM, unwanted);
    String wanted = trade();
    EXCHANGE.stream(OTHER, wanted);
    await().until(() -> client.texts().contains(wanted));

    assertThat(client.texts().subList(before, client.texts().size())).doesNotContain(unwanted);
  }

  @Test
  void ticksHaveTheFormOfTheProduct() {
    WsClient client =
        connect("token=" + RelayTokens.trader() + "&format=tick&stream=btcusdt@bookTicker");
    await().until(() -> EXCHANGE.isSubscribed("BTCUSDT"));
    EXCHANGE.quote("BTCUSDT", "25.10", "25.20");
    await().until(() -> !client.messages("ticker").isEmpty());

    JsonObject tick = client.messages("ticker").get(0);
    assertThat(tick.getString("symbol")).isEqualTo("BTCUSDT");
    assertThat(tick.getString("venue")).isEqualTo("binance");
    assertThat(tick.getLong("offset")).isPositive();
  }

  @Test
  void commandsWithinTheIntervalAreRefusedAndTheSessionStays() {
    WsClient client = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    awaitFrame(client);
    for (int i = 0; i < 20; i++) {
      command(client, "subscribe", "bnbusdt@trade");
    }
    await().until(() -> client.texts().stream().filter(RATE_LIMITED::equals).count() >= 10);
    awaitFrame(client);
    await()
        .until(
            () -> {
              command(client, "subscribe", "xrpusdt@trade");
              return EXCHANGE.subscriptions().contains("xrpusdt@trade");
            });

    assertThat(client.socket().isClosed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "missing, unauthorized",
    "forged, unauthorized",
    "unsigned, unauthorized",
    "wrong key, unauthorized",
    "expired, token expired"
  })
  void aTokenThatDoesNotProveWhoTheClientIsIsRefused(String which, String error) {
    WsClient client = connect("stream=" + STREAM + RelayTokens.worthless(which));
    await().until(() -> client.socket().isClosed());

    assertThat(client.texts()).containsExactly("{\"error\":\"%s\"}".formatted(error));
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) 4401);
  }

  @Test
  void aTokenThatExpiresEndsTheSession() {
    WsClient client = connect("token=" + RelayTokens.of(4) + "&stream=" + STREAM);
    awaitFrame(client);
    await().until(() -> client.socket().isClosed());

    assertThat(client.texts()).last().isEqualTo("{\"error\":\"token expired\"}");
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) 4401);
  }

  @Test
  void nobodyPublishesToTopicsOfAnExchange() {
    WsClient relay = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    command(relay, "publish", STREAM);
    String refusal = "{\"error\":\"invalid type\",\"stream\":\"%s\"}".formatted(STREAM);
    await().until(() -> relay.texts().contains(refusal));

    WsClient other = connect("token=" + RelayTokens.trader());
    for (String topic : List.of("ticks.binance.BTCUSDT", "stream.binance." + STREAM)) {
      other.send("{\"type\":\"publish\",\"topic\":\"%s\",\"payload\":{\"a\":1}}".formatted(topic));
    }
    await().until(() -> other.messages("error").size() == 2);
    assertThat(other.messages("error"))
        .extracting(error -> error.getString("code"))
        .containsOnly("UNKNOWN_TOPIC");
    assertThat(relay.socket().isClosed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "stream=btcusdt@trade, access denied",
    "stream=room.1, unknown stream",
    "stream=, unknown stream",
    "stream=kraken.BTC_USD, unknown stream",
    "format=tick&stream=kraken.BTC_USD, unknown stream",
    "format=xml&stream=btcusdt@trade, invalid format",
    "maxRate=0&stream=btcusdt@trade, invalid rate"
  })
  void aUrlThatTheServerDoesNotServeEndsTheSession(String query, String error) {
    WsClient client = connect(query + "&token=" + RelayTokens.of("guest"));
    await().until(() -> client.socket().isClosed());

    assertThat(client.texts()).containsExactly("{\"error\":\"%s\"}".formatted(error));
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
  }

  @Test
  void theTokenOfTheSessionDecidesAboutEachCommand() {
    String guest = RelayTokens.of("guest");
    WsClient client = connect("format=tick&stream=BTCUSDT&token=" + guest);
    await().until(() -> EXCHANGE.isSubscribed("BTCUSDT"));
    command(client, "subscribe", "gmo.BTC");
    await().until(() -> !client.texts().isEmpty());

    assertThat(client.texts().get(0))
        .isEqualTo("{\"error\":\"unknown stream\",\"stream\":\"gmo.BTC\"}");
    assertThat(client.socket().isClosed()).isFalse();
  }

  @Test
  void theApiHasTheStateOfTheConnection() {
    WsClient client = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    awaitFrame(client);
    JsonObject state =
        new JsonObject(new Http(nodes.port("gateway")).get("/api/exchanges").body())
            .getJsonArray("exchanges")
            .getJsonObject(0);

    assertThat(state.getString("venue")).isEqualTo("binance");
    assertThat(state.getString("state")).isEqualTo("connected");
    assertThat(state.getInteger("subscriptions")).isPositive();
    assertThat(state.getLong("frameAge")).isBetween(0L, 60_000L);
  }

  @Test
  void aSlowClientGetsTheNewestFrameAndIsNotClosed() {
    WsClient slow = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    WsClient fast = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    awaitFrame(slow);
    slow.socket().pause();
    String padding = "x".repeat(8_000);
    for (int i = 0; i < 30; i++) {
      EXCHANGE.stream(
          STREAM, IntStream.range(0, 100).mapToObj(n -> trade(padding)).toArray(String[]::new));
    }
    String last = trade();
    EXCHANGE.stream(STREAM, last);
    await().until(() -> fast.texts().contains(last));
    slow.socket().resume();
    await().until(() -> slow.texts().contains(last));

    assertThat(slow.socket().isClosed()).isFalse();
    assertThat(slow.texts()).doesNotHaveDuplicates().noneMatch(text -> text.contains("skipped"));
  }

  @Test
  void theSessionGoesOnWhenTheExchangeCutsTheConnectionAndWhenAnotherNodeConnects() {
    WsClient frames = connect("token=" + RelayTokens.trader() + "&stream=" + STREAM);
    WsClient ticks = connect("token=" + RelayTokens.trader() + "&format=tick&stream=BTCUSDT");
    awaitFrame(frames);
    int connections = EXCHANGE.connections();
    EXCHANGE.cut();
    await().until(() -> EXCHANGE.connections() > connections);
    awaitFrame(frames);
    long epoch = awaitTick(ticks, 0);

    nodes.start("standby", "exchange");
    nodes.stop("leader");
    awaitFrame(frames);
    awaitTick(ticks, epoch + 1);

    // The relay reports an exchange that is away and a feed that has no leader, and goes on.
    String told = "{\"error\":\"%s\",\"stream\":\"" + STREAM + "\"}";
    assertThat(frames.texts())
        .filteredOn(text -> text.contains("error"))
        .isSubsetOf(told.formatted("feed stale"), told.formatted("exchange unavailable"));
    assertThat(frames.socket().isClosed()).isFalse();
  }

  /**
   * @return the epoch of the newest tick, which is not lower than that one
   */
  private static long awaitTick(WsClient client, long epoch) {
    await()
        .until(
            () -> {
              trades++;
              EXCHANGE.quote("BTCUSDT", trades + ".1", trades + ".2");
              return newestEpoch(client) >= Math.max(1, epoch);
            });
    return newestEpoch(client);
  }

  private static long newestEpoch(WsClient client) {
    List<JsonObject> ticks = client.messages("ticker");
    return ticks.isEmpty() ? 0 : ticks.get(ticks.size() - 1).getLong("epoch");
  }
}
