package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.RoomNodes;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A member that reads slowly misses events of low priority, and no others. */
class RoomPriorityIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  // More bytes of low priority than the buffers of a connection and the outbox hold.
  private static final int REQUESTS = 40;
  private static final int IN_ONE = 20;
  private static final String TEXT = "x".repeat(40_000);

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final RoomNodes nodes = new RoomNodes(vertx);
  private final String session = UUID.randomUUID().toString();

  private WsClient join(String user) {
    nodes.member(session, user, "observer");
    WsClient client = new WsClient(vertx, nodes.port(0), "/ws?token=" + RoomNodes.token(user));
    client.send(
        new JsonObject()
            .put("type", "join_game")
            .put("id", "j")
            .put("game_session_id", session)
            .encode());
    await().atMost(LIMIT).until(() -> !client.messages("ack").isEmpty());
    return client;
  }

  private void publish() {
    String topic = "room.game_" + session;
    List<CompletableFuture<Void>> requests =
        IntStream.range(0, REQUESTS)
            .mapToObj(request -> CompletableFuture.runAsync(() -> publish(topic, request)))
            .toList();
    requests.forEach(CompletableFuture::join);
    assertThat(nodes.publish(topic, event("high", REQUESTS, "the last")).statusCode())
        .isEqualTo(200);
  }

  private void publish(String topic, int request) {
    JsonArray low = new JsonArray();
    for (int i = 0; i < IN_ONE; i++) {
      low.add(event("low", request, TEXT));
    }
    assertThat(nodes.publish(topic, low).statusCode()).isEqualTo(200);
    assertThat(nodes.publish(topic, event("high", request, "now")).statusCode()).isEqualTo(200);
  }

  private static JsonObject event(String priority, int request, String text) {
    return new JsonObject()
        .put("type", "state")
        .put("priority", priority)
        .put("request", request)
        .put("text", text);
  }

  private static List<JsonObject> of(WsClient client, String priority) {
    return client.messages("state").stream()
        .filter(event -> event.getString("priority").equals(priority))
        .toList();
  }

  private static long counted(WsClient client) {
    return client.messages("state").stream()
        .mapToLong(event -> 1 + event.getLong("skipped", 0L))
        .sum();
  }

  @Test
  void aSlowMemberGetsAllOfHighPriorityAndTheOthersWaitForNobody() {
    WsClient slow = join("slow");
    WsClient quick = join("quick");
    slow.socket().pause();

    publish();
    int all = REQUESTS * IN_ONE + REQUESTS + 1;
    await().atMost(LIMIT).until(() -> quick.messages("state").size() == all);
    assertThat(of(slow, "high")).hasSizeLessThan(REQUESTS + 1);
    slow.socket().resume();

    await().atMost(LIMIT).until(() -> of(slow, "high").size() == REQUESTS + 1);
    assertThat(slow.socket().isClosed()).isFalse();
    assertThat(of(slow, "low")).hasSizeLessThan(REQUESTS * IN_ONE);
    assertThat(counted(slow)).isEqualTo(all);
    assertThat(slow.messages("state").stream().map(event -> event.getLong("offset"))).isSorted();
    assertThat(quick.messages("state")).noneMatch(event -> event.containsKey("skipped"));
  }
}
