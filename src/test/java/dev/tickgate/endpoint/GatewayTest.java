package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static final String STREAM = "/ws/ticker_usd_jpy";
  private static final String TICK =
      "{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.245,\"ask\":151.249,\"mid\":151.247,"
          + "\"timestamp\":\"2026-02-16T13:05:10.123Z\",\"epoch\":7,\"offset\":%d}";

  @Fixture private GatewayFixture gateway = new GatewayFixture(2, 100, Duration.ofSeconds(1));
  @Fixture private final List<WsClient> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    GatewayFixture.await(gateway.leader.serve());
  }

  @Test
  void aNewClientGetsTheNewestTickAtOnceAndThenEachOneExactlyAsSpecified() {
    publish(3);
    awaitReady();

    WsClient client = connect(STREAM);
    publish(2);

    await().until(() -> client.offsets().size() == 3);
    assertThat(client.texts().subList(0, 3))
        .containsExactly(TICK.formatted(3), TICK.formatted(4), TICK.formatted(5));
  }

  @Test
  void aClientThatComesBeforeTheNodeKnowsTheTopicGetsItsFirstTickLater() {
    awaitReady();
    WsClient client = connect(STREAM);

    publish(1);

    await().until(() -> client.offsets().equals(List.of(1L)));
  }

  @Test
  void everyLoopHearsEveryTick() {
    awaitReady();
    for (int i = 0; i < 10; i++) {
      connect(STREAM);
    }

    publish(50);

    List<Long> all = LongStream.rangeClosed(1, 50).boxed().toList();
    for (WsClient client : clients) {
      await().until(() -> client.offsets().size() >= 50);
      assertThat(client.offsets()).isEqualTo(all);
    }
  }

  @Test
  void whatTheBusLosesIsFetchedAndWhatItRepeatsIsDropped() {
    publish(2);
    awaitReady();
    WsClient client = connect(STREAM);
    await().until(() -> client.offsets().equals(List.of(2L)));

    gateway.leader.publishAndLose();
    gateway.leader.publishAndLose();
    Publication fifth = gateway.leader.publish();
    gateway.leader.publishAgain(fifth);
    gateway.leader.publish();

    await().until(() -> client.offsets().size() >= 5);
    assertThat(client.offsets()).containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void aLastTickThatIsLostComesWithTheNextQuestionToTheLeader() {
    publish(1);
    awaitReady();
    WsClient client = connect(STREAM);

    gateway.leader.publishAndLose();

    await().until(() -> client.offsets().equals(List.of(1L, 2L)));
  }

  @Test
  void aLeaderThatDiesWhileItIsAskedHoldsNothingUp() {
    publish(3);
    awaitReady();
    try (WsClient client = new WsClient(gateway.vertx, gateway.port(), STREAM)) {
      gateway.leader.mute();
      await().until(() -> gateway.leader.unanswered() == 1);
      gateway.leader.publish();
      // The question is given up after 2 s.
      await().atMost(Duration.ofSeconds(1)).until(() -> client.offsets().equals(List.of(3L, 4L)));
      assertThat(gateway.leader.unanswered()).isEqualTo(1);
    }
  }

  @Test
  void aPositionIsResumedFromMemory() {
    publish(20);
    awaitReady();

    WsClient client = connect(STREAM + "?since=7.15");
    publish(1);

    await().until(() -> client.offsets().size() == 6);
    assertThat(client.offsets()).containsExactly(16L, 17L, 18L, 19L, 20L, 21L);
    assertThat(client.messages().get(0))
        .isEqualTo(
            new JsonObject(
                "{\"type\":\"subscribed\",\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":20,"
                    + "\"recovered\":true,\"replayed\":5}"));
  }

  /** More than a connection takes at once: it must be told when there is room again. */
  @ParameterizedTest
  @ValueSource(strings = {STREAM + "?since=7.0", "/ws", "/eventbus/websocket"})
  void aLongReplayGoesOnWhenTheConnectionTakesMore(String path) {
    gateway.close();
    gateway = new GatewayFixture(1, 10_000, Duration.ofSeconds(30));
    GatewayFixture.await(gateway.leader.serve());
    publish(3_000);
    awaitReady();

    WsClient client = connect(path);
    client.send(
        path.equals("/ws")
            ? "{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\",\"since\":\"7.0\"}"
            : "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{\"since\":\"7.0\"}}");

    // The answer, and each tick.
    await().atMost(Duration.ofSeconds(10)).until(() -> client.texts().size() == 3_001);
    assertThat(client.texts().get(3_000)).contains("\"offset\":3000");
  }

  @Test
  void aPositionBeyondMemoryIsResumedFromTheLeader() {
    publish(1500);
    awaitReady();

    WsClient client = connect(STREAM + "?since=7.3");

    await().until(() -> client.offsets().size() == 1497);
    assertThat(client.offsets()).isEqualTo(LongStream.rangeClosed(4, 1500).boxed().toList());
    assertThat(client.messages().get(0).getBoolean("recovered")).isTrue();
  }

  @Test
  void anotherEpochIsSaidAndGoesOnWithTheNewest() {
    publish(3);
    awaitReady();
    WsClient client = connect(STREAM);
    await().until(() -> client.offsets().equals(List.of(3L)));

    gateway.leader.restart(8, 0);
    publish(2);

    await().until(() -> client.messages("ticker").size() >= 2);
    assertThat(client.messages("subscribed").get(0).getBoolean("recovered")).isFalse();
    assertThat(client.messages("ticker").get(1).getLong("epoch")).isEqualTo(8);
  }

  @Test
  void aNewEpochIsBelievedAlsoWhileTheSourceDoesNotAnswer() {
    publish(3);
    awaitReady();
    WsClient client = connect(STREAM);
    await().until(() -> client.offsets().equals(List.of(3L)));

    gateway.leader.state(FeedState.SOURCE_UNAVAILABLE);
    gateway.leader.restart(8, 0);
    publish(2);

    await().until(() -> client.messages("ticker").size() >= 2);
    assertThat(client.messages("subscribed").get(0).getBoolean("recovered")).isFalse();
    assertThat(client.messages("ticker").get(1).getLong("epoch")).isEqualTo(8);
  }

  @Test
  void aClientOfANewEpochIsNotSentBackByANodeThatDoesNotKnowItYet() {
    publish(5);
    awaitReady();
    gateway.leader.restart(8, 2);

    WsClient client = connect(STREAM + "?since=8.2");
    await().until(() -> !client.messages("subscribed").isEmpty());
    publish(1);

    await().until(() -> !client.messages("ticker").isEmpty());
    JsonObject answer = client.messages("subscribed").get(0);
    assertThat(answer.getBoolean("recovered")).isTrue();
    assertThat(answer.getLong("epoch")).isEqualTo(8);
    assertThat(answer.getLong("offset")).isEqualTo(2);
    assertThat(answer.getInteger("replayed")).isZero();
    assertThat(client.messages("ticker").get(0).getLong("epoch")).isEqualTo(8);
    assertThat(client.offsets()).containsExactly(3L);
  }

  @Test
  void aLeaderThatFallsBehindIsBelievedOnlyWhenItInsists() {
    publish(5);
    awaitReady();
    WsClient client = connect(STREAM);
    await().until(() -> client.offsets().equals(List.of(5L)));

    gateway.leader.restart(7, 2);
    int questions = gateway.leader.questions();
    await().until(() -> gateway.leader.questions() > questions);
    gateway.leader.restart(7, 5);
    publish(1);
    await().until(() -> client.offsets().equals(List.of(5L, 6L)));
    assertThat(client.messages("subscribed")).isEmpty();

    gateway.leader.restart(7, 0);
    gateway.leader.publishAndLose();
    gateway.leader.publishAndLose();
    await().until(() -> !client.messages("subscribed").isEmpty());
    assertThat(client.messages("subscribed").get(0).getBoolean("recovered")).isFalse();
    assertThat(client.messages("subscribed").get(0).getLong("offset")).isEqualTo(2);
  }

  @Test
  void aDeposedLeaderIsNotBelieved() {
    gateway.leader.term(5);
    publish(3);
    awaitReady();
    WsClient client = connect(STREAM);
    await().until(() -> client.offsets().equals(List.of(3L)));

    gateway.leader.term(4);
    gateway.leader.restart(8, 0);
    publish(1);
    gateway.leader.restart(7, 3);
    gateway.leader.term(5);
    publish(1);

    await().until(() -> client.offsets().equals(List.of(3L, 4L)));
  }

  @Test
  void aLeaderThatStaysBehindTheKnownTermMakesTheTopicStaleAndLearnsOfTheTerm() {
    gateway.leader.term(5);
    publish(3);
    awaitReady();
    WsClient client = connect(STREAM);
    await().until(() -> client.offsets().equals(List.of(3L)));

    // Its database went back, and it publishes what this node has had: no sign of life.
    gateway.leader.term(4);
    gateway.leader.restart(7, 1);
    await()
        .atMost(Duration.ofSeconds(8))
        .until(
            () -> {
              gateway.leader.publishAgain(second());
              return !client.messages("error").isEmpty();
            });

    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("FEED_STALE");
    assertThat(gateway.leader.heardTerm()).isEqualTo(5);
  }

  private static Publication second() {
    return Publication.at(GatewayFixture.TOPIC, new Position(7, 2), "{\"bid\":1}");
  }

  @Test
  void aNodeIsCompleteAlsoWhereTheLeaderHasLostAllUpToItsHead() {
    gateway.leader.restart(7, 50);

    awaitReady();
    WsClient client = connect(STREAM);
    publish(1);

    await().until(() -> client.offsets().equals(List.of(51L)));
  }

  @Test
  void anUnknownPathIsAnErrorAndACloseWith1008() {
    WsClient client = connect("/ws/ticker_xau_usd");

    await().until(() -> client.socket().isClosed());
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
    assertThat(client.messages()).hasSize(1);
    assertThat(client.messages().get(0).getString("code")).isEqualTo("INVALID_PATH");
    assertThat(client.messages().get(0).getString("type")).isEqualTo("error");
  }

  @Test
  void aPositionThatIsNoneIsAnErrorAndACloseWith1008() {
    WsClient client = connect(STREAM + "?since=yesterday");

    await().until(() -> client.socket().isClosed());
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
    assertThat(client.messages().get(0).getString("code")).isEqualTo("INVALID_POSITION");
  }

  @Test
  void heartbeatsComeInBetween() {
    WsClient client = connect(STREAM);

    await().until(() -> client.messages("heartbeat").size() >= 2);
    assertThat(client.messages("heartbeat").get(0).getString("timestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  void manyStreamsAreSubscribedByCommands() {
    publish(2);
    awaitReady();
    WsClient client = connect("/ws");

    client.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}");
    client.send("{\"type\":\"subscribe\",\"topic\":\"__vertx.subs\"}");
    client.send("{\"type\":\"ping\"}");
    await().until(() -> client.messages("pong").size() == 1);
    publish(1);
    await().until(() -> client.offsets().equals(List.of(2L, 3L)));
    client.send("{\"type\":\"unsubscribe\",\"topic\":\"ticks.USD_JPY\"}");
    await().until(() -> client.messages("unsubscribed").size() == 1);
    publish(1);
    client.send("nonsense");

    await().until(() -> client.messages("error").size() == 2);
    assertThat(client.offsets()).containsExactly(2L, 3L);
    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("ACCESS_DENIED");
    assertThat(client.messages("error").get(1).getString("code")).isEqualTo("INVALID_JSON");
  }

  @Test
  void theBridgeSpeaksTextOnItsRawWebSocket() {
    publish(1);
    awaitReady();
    WsClient client = connect("/eventbus/websocket");

    client.send("{\"type\":\"ping\"}");
    client.send("{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{}}");
    await().until(() -> client.texts().size() == 1);
    publish(1);
    await().until(() -> client.texts().size() == 2);
    client.send("{\"type\":\"publish\",\"address\":\"ticks.USD_JPY\",\"body\":{\"bid\":1}}");

    await().until(() -> client.texts().size() == 3);
    assertThat(client.texts())
        .containsExactly(
            "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":"
                + TICK.formatted(1)
                + ",\"headers\":{\"snapshot\":\"true\"}}",
            "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":" + TICK.formatted(2) + "}",
            "{\"type\":\"err\",\"body\":\"access_denied\"}");
  }

  @Test
  void aBinaryCommandIsReadLikeText() {
    publish(1);
    awaitReady();
    WsClient bridge = connect("/eventbus/websocket");
    WsClient commands = connect("/ws");

    bridge
        .socket()
        .writeBinaryMessage(Buffer.buffer("{\"type\":\"register\",\"address\":\"ticks.USD_JPY\"}"));
    commands.socket().writeBinaryMessage(Buffer.buffer("{\"type\":\"ping\"}"));

    await().until(() -> bridge.texts().size() == 1);
    await().until(() -> commands.messages("pong").size() == 1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/ticks/USD_JPY?limit=%zz, 400, BAD_REQUEST",
    "GET, /%zz, 400, BAD_REQUEST",
    "POST, /api/ticks/USD_JPY, 405, METHOD_NOT_ALLOWED",
    "DELETE, /, 405, METHOD_NOT_ALLOWED",
    "GET, /api/nothing, 404, NOT_FOUND",
    "GET, /ws, 426, UPGRADE_REQUIRED",
  })
  void aRequestThatIsWrongIsRefusedWithItsCode(
      String method, String path, int status, String code) {
    WebClient http = WebClient.create(gateway.vertx);

    HttpResponse<?> response =
        GatewayFixture.await(
            http.request(HttpMethod.valueOf(method), gateway.port(), "127.0.0.1", path).send());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo(code);
  }

  @Test
  void aSockJsBodyThatHoldsNoStringsIsRefused() {
    WebClient http = WebClient.create(gateway.vertx);
    String session = "/eventbus/000/broken00/";
    GatewayFixture.await(http.post(gateway.port(), "127.0.0.1", session + "xhr").send());

    HttpResponse<?> response =
        GatewayFixture.await(
            http.post(gateway.port(), "127.0.0.1", session + "xhr_send")
                .sendBuffer(Buffer.buffer("[1,2,{}]")));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.bodyAsString()).isEqualTo("Broken JSON encoding.");
  }

  @Test
  void theSockJsWebSocketFramesAndUnframes() {
    publish(1);
    awaitReady();
    WsClient client = connect("/eventbus/000/abcdefgh/websocket");

    client.send(
        new JsonArray()
            .add("{\"type\":\"register\",\"address\":\"ticks.USD_JPY\"}")
            .add("{\"type\":\"ping\"}")
            .encode());

    await().until(() -> client.texts().size() == 2);
    assertThat(client.texts().get(0)).isEqualTo("o");
    assertThat(client.texts().get(1)).startsWith("a[\"{");
    JsonObject rec = new JsonObject(new JsonArray(client.texts().get(1).substring(1)).getString(0));
    assertThat(rec.getJsonObject("body").encode()).isEqualTo(TICK.formatted(1));
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsToldToClients() {
    awaitReady();
    WsClient client = connect(STREAM);

    gateway.leader.state(FeedState.SOURCE_UNAVAILABLE);

    await().until(() -> !client.messages("error").isEmpty());
    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("DB_POLLING_FAILED");
    assertThat(gateway.replicas.incomplete()).isEmpty();
  }

  @Test
  void aFeedThatIsConfiguredWronglyIsToldToClientsAndIsNotReady() {
    awaitReady();
    WsClient client = connect(STREAM);

    gateway.leader.state(FeedState.MISCONFIGURED);

    await().until(() -> !client.messages("error").isEmpty());
    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("FEED_MISCONFIGURED");
    assertThat(gateway.replicas.incomplete()).containsExactly(GatewayFixture.TOPIC.name());
    assertThat(gateway.stale.contains(GatewayFixture.TOPIC.name())).isTrue();
    gateway.leader.state(FeedState.LIVE);
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    assertThat(gateway.stale.contains(GatewayFixture.TOPIC.name())).isFalse();
  }

  @Test
  void aFeedThatNobodyLeadsIsStale() {
    awaitReady();
    WsClient client = connect(STREAM);

    GatewayFixture.await(gateway.leader.abdicate());

    await().until(() -> !client.messages("error").isEmpty());
    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("FEED_STALE");
    assertThat(gateway.replicas.incomplete()).containsExactly(GatewayFixture.TOPIC.name());
    GatewayFixture.await(gateway.leader.serve());
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  @Test
  void theNewestTicksAreServedOverHttp() {
    publish(150);
    awaitReady();
    WebClient http = WebClient.create(gateway.vertx);

    JsonObject ticks = get(http, "/api/ticks/USD_JPY?limit=2").bodyAsJsonObject();
    JsonObject all = get(http, "/api/ticks/USD_JPY").bodyAsJsonObject();
    HttpResponse<?> unknown = get(http, "/api/ticks/XAU_USD");
    HttpResponse<?> wrong = get(http, "/api/ticks/USD_JPY?limit=0");

    assertThat(ticks.getString("symbol")).isEqualTo("USD_JPY");
    assertThat(ticks.getJsonArray("ticks").encode())
        .isEqualTo("[" + TICK.formatted(149) + "," + TICK.formatted(150) + "]");
    assertThat(all.getJsonArray("ticks")).hasSize(100);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.bodyAsJsonObject().getString("code")).isEqualTo("UNKNOWN_SYMBOL");
    assertThat(wrong.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200, text/html, <h1",
    "/no/such/page.html, 404, text/html, There is no such page",
    // It lies in the folder that this test is started in, but it is not packed.
    "/package.json, 404, text/html, There is no such page",
    "/api/nothing, 404, application/json, NOT_FOUND",
    "/api/ticks/XAU_USD, 404, application/json, UNKNOWN_SYMBOL"
  })
  void everyAnswerForbidsThePageToLoadFromElsewhere(
      String path, int status, String type, String content) {
    HttpResponse<?> answer = get(WebClient.create(gateway.vertx), path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.getHeader("content-type")).startsWith(type);
    assertThat(answer.bodyAsString()).contains(content);
    assertThat(answer.getHeader("content-security-policy"))
        .startsWith("default-src 'self';")
        .doesNotContain("unsafe");
    assertThat(answer.getHeader("x-content-type-options")).isEqualTo("nosniff");
  }

  private HttpResponse<?> get(WebClient http, String path) {
    return GatewayFixture.await(http.get(gateway.port(), "127.0.0.1", path).send());
  }

  private WsClient connect(String path) {
    WsClient client = new WsClient(gateway.vertx, gateway.port(), path);
    clients.add(client);
    return client;
  }

  private void publish(int ticks) {
    for (int i = 0; i < ticks; i++) {
      gateway.leader.publish();
    }
  }

  private void awaitReady() {
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }
}
