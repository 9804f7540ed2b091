package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Promptness;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTest extends GatewayCase {
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
  void theCountersOfAFeedBeginWithTheNode() {
    assertThat(gateway.stale.served()).containsExactly(GatewayFixture.TOPIC.name());
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
  void aLeaderThatDiesWhileItIsAskedHoldsNothingUp() throws Exception {
    // The question is given up after 2 s.
    Promptness.assertWithin(Duration.ofSeconds(1), this::untilATickComesBesideAQuestion);
  }

  private Duration untilATickComesBesideAQuestion() {
    gateway.close();
    gateway = new GatewayFixture(2, 100, Duration.ofSeconds(1));
    GatewayFixture.await(gateway.leader.serve());
    publish(3);
    awaitReady();
    try (WsClient client = new WsClient(gateway.vertx, gateway.port(), STREAM)) {
      gateway.leader.mute();
      await().until(() -> gateway.leader.unanswered() == 1);
      long published = System.nanoTime();
      gateway.leader.publish();
      await().until(() -> client.offsets().equals(List.of(3L, 4L)));
      return Promptness.since(published);
    }
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
  void aFeedThatIsConfiguredWronglyIsToldToClientsAndTheNodeServesTheOthers() {
    awaitReady();
    WsClient client = connect(STREAM);

    gateway.leader.state(FeedState.MISCONFIGURED);

    await().until(() -> !client.messages("error").isEmpty());
    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("FEED_MISCONFIGURED");
    assertThat(gateway.replicas.incomplete()).isEmpty();
    assertThat(gateway.stale.contains(GatewayFixture.TOPIC.name())).isTrue();
    gateway.leader.state(FeedState.LIVE);
    await().until(() -> !gateway.stale.contains(GatewayFixture.TOPIC.name()));
  }

  @Test
  void theEndOfAnOutageOfTheExchangeIsToldToClients() {
    awaitReady();
    WsClient client = connect(STREAM);

    gateway.leader.state(FeedState.EXCHANGE_AWAY);
    await().until(() -> !client.messages("error").isEmpty());
    gateway.leader.state(FeedState.LIVE);
    await().until(() -> !client.messages("resumed").isEmpty());

    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("EXCHANGE_UNAVAILABLE");
    assertThat(client.messages("resumed").get(0).getString("code"))
        .isEqualTo("EXCHANGE_UNAVAILABLE");
    assertThat(client.messages("resumed").get(0).getString("topic"))
        .isEqualTo(GatewayFixture.TOPIC.name());
  }

  @Test
  void aDisturbanceThatAnotherOneReplacesEndsWithItsOwnCode() {
    awaitReady();
    WsClient client = connect(STREAM);

    gateway.leader.state(FeedState.EXCHANGE_AWAY);
    await().until(() -> !client.messages("error").isEmpty());
    gateway.leader.state(FeedState.SOURCE_UNAVAILABLE);
    await().until(() -> !client.messages("resumed").isEmpty());
    gateway.leader.state(FeedState.LIVE);
    await().until(() -> client.messages("resumed").size() == 2);

    assertThat(client.messages("resumed"))
        .extracting(message -> message.getString("code"))
        .containsExactly("EXCHANGE_UNAVAILABLE", "DB_POLLING_FAILED");
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
}
