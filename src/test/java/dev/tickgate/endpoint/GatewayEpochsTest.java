package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions at a gateway whose leader changes, falls behind or begins a new epoch. */
class GatewayEpochsTest extends GatewayCase {
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
    await().until(() -> client.texts().size() == 3_001);
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
    WsClient client = connectedAt(3);

    gateway.leader.restart(8, 0);
    publish(2);

    awaitNewEpoch(client);
  }

  @Test
  void aClientIsToldThePositionOfAnotherEpochInWhichNothingWasPublished() {
    awaitReady();
    WsClient client = connect("/ws");
    client.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}");
    await().until(() -> !client.messages("subscribed").isEmpty());

    gateway.leader.restart(8, 0);

    await().until(() -> client.messages("subscribed").size() == 2);
    assertThat(client.messages("subscribed").get(1))
        .isEqualTo(
            new JsonObject(
                "{\"type\":\"subscribed\",\"topic\":\"ticks.USD_JPY\",\"epoch\":8,"
                    + "\"offset\":0}"));
  }

  @Test
  void aNewEpochIsBelievedAlsoWhileTheSourceDoesNotAnswer() {
    WsClient client = connectedAt(3);

    gateway.leader.state(FeedState.SOURCE_UNAVAILABLE);
    gateway.leader.restart(8, 0);
    publish(2);

    awaitNewEpoch(client);
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
    WsClient client = connectedAt(5);

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
    WsClient client = connectedAt(3);

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
    WsClient client = connectedAt(3);

    // Its database went back, and it publishes what this node has had: no sign of life.
    gateway.leader.term(4);
    gateway.leader.restart(7, 1);
    await()
        .until(
            () -> {
              gateway.leader.publishAgain(second());
              return !client.messages("error").isEmpty();
            });

    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("FEED_STALE");
    assertThat(gateway.leader.heardTerm()).isEqualTo(5);
  }

  /** A restored backup, and no poller that knew more: the positions would name other rows. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void aLeaderThatBeganBeforeWhatThisNodeHasIsNotBelieved(long term) {
    gateway.leader.term(5, 1);
    WsClient client = connectedAt(5);

    gateway.leader.restart(7, 2);
    gateway.leader.term(term, 2);
    publish(6);
    await().until(() -> gateway.leader.heardTerm() == term + 1);
    publish(1);
    gateway.leader.restart(8, 9);
    gateway.leader.term(1_000 + term, 9);
    publish(1);

    await().until(() -> client.offsets().contains(10L));
    assertThat(client.offsets()).startsWith(5L).doesNotContain(6L, 7L, 8L);
    assertThat(client.messages("subscribed").get(0).getBoolean("recovered")).isFalse();
    assertThat(client.messages("subscribed").get(0).getLong("epoch")).isEqualTo(8);
  }

  @Test
  void aNodeIsCompleteAlsoWhereTheLeaderHasLostAllUpToItsHead() {
    gateway.leader.restart(7, 50);

    awaitReady();
    WsClient client = connect(STREAM);
    publish(1);

    await().until(() -> client.offsets().equals(List.of(51L)));
  }

  /** A client that has received the newest of so many publications. */
  private WsClient connectedAt(int offset) {
    publish(offset);
    awaitReady();
    WsClient client = connect(STREAM);
    await().until(() -> client.offsets().equals(List.of((long) offset)));
    return client;
  }

  private static void awaitNewEpoch(WsClient client) {
    await().until(() -> client.messages("ticker").size() >= 2);
    assertThat(client.messages("subscribed").get(0).getBoolean("recovered")).isFalse();
    assertThat(client.messages("ticker").get(1).getLong("epoch")).isEqualTo(8);
  }
}
