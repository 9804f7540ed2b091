package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RoomNodes;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rooms of two nodes on one database: who may join, who is in, and what the members hear. */
class RoomsIT {
  @Fixture private static final Vertx VERTX = Vertx.vertx();
  @Fixture private static final RoomNodes NODES = new RoomNodes(VERTX);
  private final List<WsClient> clients = new ArrayList<>();
  // Of one test: the tests share the nodes.
  private final String session = UUID.randomUUID().toString();

  @AfterEach
  void disconnect() {
    clients.forEach(WsClient::close);
  }

  private void member(String user, String role) {
    NODES.member(session, user, role);
  }

  private WsClient connect(int node, String user) {
    WsClient client = new WsClient(VERTX, NODES.port(node), "/ws?token=" + RoomNodes.token(user));
    clients.add(client);
    return client;
  }

  private JsonObject command(String type, String id) {
    return new JsonObject().put("type", type).put("id", id).put("game_session_id", session);
  }

  /** The answer to a command. */
  private static JsonObject ask(WsClient client, JsonObject command) {
    client.send(command.encode());
    String id = command.getString("id");
    await().until(() -> answer(client, id).isPresent());
    return answer(client, id).orElseThrow();
  }

  private static Optional<JsonObject> answer(WsClient client, String id) {
    return client.messages().stream()
        .filter(message -> id.equals(message.getValue("id")))
        .findFirst();
  }

  private WsClient joined(int node, String user) {
    WsClient client = connect(node, user);
    assertThat(ask(client, command("join_game", "j")).getString("type")).isEqualTo("ack");
    return client;
  }

  private static List<String> users(WsClient client, String type) {
    return client.messages(type).stream().map(message -> message.getString("user_id")).toList();
  }

  private HttpResponse<String> call(String user, String method, String path, String body) {
    return new Http(NODES.port(0))
        .send(
            method,
            "/api/rooms/game_" + session + "/" + path,
            body,
            "Authorization",
            "Bearer " + RoomNodes.token(user));
  }

  private JsonObject presence(String user) {
    return new JsonObject(call(user, "GET", "presence", "").body());
  }

  @Test
  void membersHearWhoComesWhatIsSaidAndWhoGoesOnBothNodes() {
    member("anna", "player");
    member("ben", "player");
    WsClient anna = joined(0, "anna");
    await().until(() -> users(anna, "player_joined").equals(List.of("anna")));
    WsClient ben = joined(1, "ben");

    await().until(() -> users(anna, "player_joined").equals(List.of("anna", "ben")));
    await().until(() -> !ben.messages("presence").isEmpty());
    assertThat(ben.messages("presence").get(0).getString("room")).isEqualTo("game_" + session);
    assertThat(ben.messages("presence").get(0).getJsonArray("members"))
        .containsExactly("anna", "ben");
    await()
        .until(
            () ->
                presence("ben")
                    .equals(
                        new JsonObject()
                            .put("type", "presence")
                            .put("room", "game_" + session)
                            .put("members", new JsonArray().add("anna").add("ben"))
                            .put("count", 2)));

    JsonObject chat = command("chat_message", "c").put("message", "hi").put("user_id", "anna");
    assertThat(ask(ben, chat)).isEqualTo(new JsonObject().put("type", "ack").put("id", "c"));
    String data = "{\"x\":0.12345678901234567890123,\"y\":1e400,\"z\":1.10}";
    JsonObject action = command("game_action", "a").put("action", "move");
    anna.send(action.encode().replaceFirst("}$", ",\"data\":" + data + "}"));
    await().until(() -> answer(anna, "a").isPresent());
    assertThat(answer(anna, "a").orElseThrow().getString("type")).isEqualTo("ack");
    for (WsClient client : List.of(anna, ben)) {
      await().until(() -> !client.messages("action_received").isEmpty());
      // Who says something his token tells, not his command.
      assertThat(users(client, "chat_message")).containsExactly("ben");
      assertThat(users(client, "action_received")).containsExactly("anna");
      // No digit is lost.
      assertThat(client.texts()).anyMatch(text -> text.contains(",\"data\":" + data));
    }

    assertThat(ask(ben, command("leave_game", "l")).getString("type")).isEqualTo("ack");
    // Not after the time in which one whose connection is gone may come back.
    await()
        .atMost(Duration.ofSeconds(3))
        .until(() -> users(anna, "player_left").equals(List.of("ben")));
    assertThat(presence("anna").getJsonArray("members")).containsExactly("anna");
    assertThat(ask(ben, command("chat_message", "n").put("message", "?")).getString("code"))
        .isEqualTo("NOT_JOINED");
  }

  @Test
  void aUserWithTwoSessionsIsThereOnceAndUntilTheLastOfThemHasGone() {
    member("anna", "player");
    member("ben", "player");
    WsClient ben = joined(0, "ben");
    WsClient first = joined(0, "anna");
    WsClient second = joined(1, "anna");
    await().until(() -> users(ben, "player_joined").contains("anna"));
    first.close();
    ask(ben, command("chat_message", "c").put("message", "one of two"));
    await().until(() -> !second.messages("chat_message").isEmpty());

    ask(second, command("leave_game", "l"));
    await().until(() -> !users(ben, "player_left").isEmpty());
    assertThat(users(ben, "player_joined")).containsOnlyOnce("anna");
    assertThat(users(ben, "player_left")).containsExactly("anna");
    clients.remove(first);
  }

  @Test
  void whoHasUnsubscribedLeavesWithoutAnError() {
    member("anna", "player");
    WsClient anna = joined(0, "anna");
    anna.send(
        new JsonObject().put("type", "unsubscribe").put("topic", "room.game_" + session).encode());
    assertThat(ask(anna, command("leave_game", "l")).getString("type")).isEqualTo("ack");
    assertThat(ask(anna, new JsonObject().put("type", "ping").put("id", "p")).getString("type"))
        .isEqualTo("pong");
    assertThat(anna.messages("error")).isEmpty();
  }

  @Test
  void anObserverHearsAndSendsNothing() {
    member("anna", "player");
    member("olga", "observer");
    WsClient olga = joined(0, "olga");
    WsClient anna = joined(1, "anna");
    ask(anna, command("chat_message", "c").put("message", "hi"));

    await().until(() -> users(olga, "chat_message").equals(List.of("anna")));
    for (JsonObject command :
        List.of(
            command("chat_message", "1").put("message", "hi"),
            command("game_action", "2").put("action", "move"))) {
      assertThat(ask(olga, command).getString("code")).isEqualTo("ACCESS_DENIED");
    }
    assertThat(users(anna, "chat_message")).containsExactly("anna");
  }

  @Test
  void aStrangerHearsNothingByAnyWay() {
    member("anna", "player");
    WsClient anna = joined(0, "anna");
    WsClient eve = connect(0, "eve");

    assertThat(ask(eve, command("join_game", "j")).getString("code")).isEqualTo("ACCESS_DENIED");
    assertThat(ask(eve, command("chat_message", "c").put("message", "x")).getString("code"))
        .isEqualTo("NOT_JOINED");
    JsonObject subscribe =
        new JsonObject().put("type", "subscribe").put("topic", "room.game_" + session);
    assertThat(ask(eve, subscribe.put("id", "s")).getString("code")).isEqualTo("ACCESS_DENIED");
    JsonObject publish =
        new JsonObject()
            .put("type", "publish")
            .put("topic", "room.game_" + session)
            .put("payload", new JsonObject().put("type", "chat_message").put("user_id", "anna"));
    assertThat(ask(eve, publish.put("id", "p")).getString("code")).isEqualTo("ACCESS_DENIED");
    assertThat(call("eve", "GET", "presence", "").statusCode()).isEqualTo(403);
    ask(anna, command("chat_message", "c").put("message", "secret"));
    await().until(() -> !anna.messages("chat_message").isEmpty());
    assertThat(eve.texts()).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void whoIsRemovedHearsNoMoreAndMayComeBackUnlessItIsBanned() {
    member("hugo", "host");
    member("anna", "player");
    WsClient hugo = joined(0, "hugo");
    WsClient anna = joined(1, "anna");
    String body = new JsonObject().put("user_id", "anna").encode();
    assertThat(call("anna", "POST", "kick", new JsonObject().put("user_id", "hugo").encode()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(403);

    assertThat(call("hugo", "POST", "kick", body).statusCode()).isEqualTo(204);
    await().until(() -> !anna.messages("removed").isEmpty());
    assertThat(anna.messages("removed").get(0).getString("reason")).isEqualTo("KICKED");
    await().until(() -> users(hugo, "player_left").equals(List.of("anna")));
    ask(hugo, command("chat_message", "c").put("message", "she is out"));
    // Who joins gets the newest one.
    ask(hugo, command("chat_message", "d").put("message", "the newest"));
    assertThat(ask(anna, command("join_game", "again")).getString("type")).isEqualTo("ack");
    assertThat(anna.texts()).noneMatch(text -> text.contains("she is out"));

    assertThat(call("hugo", "POST", "ban", body).statusCode()).isEqualTo(204);
    await().until(() -> anna.messages("removed").size() == 2);
    assertThat(ask(anna, command("join_game", "third")).getString("code")).isEqualTo("BANNED");
    assertThat(call("hugo", "POST", "pardon", body).statusCode()).isEqualTo(204);
    assertThat(ask(anna, command("join_game", "fourth")).getString("type")).isEqualTo("ack");
  }

  @Test
  void wrongCommandsAreRefusedWithACode() {
    member("anna", "player");
    WsClient anna = joined(0, "anna");
    List<JsonObject> wrong =
        List.of(
            new JsonObject().put("type", "join_game"),
            new JsonObject().put("type", "join_game").put("game_session_id", 42),
            new JsonObject().put("type", "join_game").put("game_session_id", "a.b"),
            command("chat_message", ""),
            command("chat_message", "").put("message", "x".repeat(2_001)),
            command("game_action", "").put("action", ""),
            command("game_action", "").put("action", "a").put("data", "text"));
    for (int i = 0; i < wrong.size(); i++) {
      JsonObject command = wrong.get(i).put("id", "w" + i);
      assertThat(ask(anna, command).getString("code"))
          .as("%s", command)
          .isEqualTo("INVALID_COMMAND");
    }
    assertThat(ask(anna, command("dance", "d")).getString("code")).isEqualTo("INVALID_TYPE");
  }

  @Test
  void theSameCommandsGoOverTheBridge() {
    member("anna", "player");
    member("ben", "player");
    WsClient ben = joined(0, "ben");
    WsClient bridge =
        new WsClient(VERTX, NODES.port(1), "/eventbus/websocket?token=" + RoomNodes.token("anna"));
    clients.add(bridge);
    JsonObject send = new JsonObject().put("type", "send").put("address", "tickgate.commands");
    bridge.send(
        send.copy().put("body", command("join_game", "j")).put("replyAddress", "r1").encode());
    bridge.send(
        send.copy()
            .put("body", command("chat_message", "c").put("message", "hi"))
            .put("replyAddress", "r2")
            .encode());
    bridge.send(
        send.copy().put("body", command("game_action", "a")).put("replyAddress", "r3").encode());

    JsonObject ping = new JsonObject().put("type", "ping").put("id", "p");
    bridge.send(send.copy().put("body", ping).put("replyAddress", "r4").encode());

    await().until(() -> users(ben, "chat_message").equals(List.of("anna")));
    await().until(() -> answered(bridge, "r4").isPresent());
    assertThat(answered(bridge, "r4").orElseThrow().getJsonObject("body"))
        .isEqualTo(new JsonObject().put("type", "ack").put("id", "p"));
    assertThat(answered(bridge, "r2").orElseThrow().getJsonObject("body"))
        .isEqualTo(new JsonObject().put("type", "ack").put("id", "c"));
    assertThat(answered(bridge, "r3").orElseThrow().getString("message"))
        .isEqualTo("INVALID_COMMAND");
    assertThat(answered(bridge, "room.game_" + session)).isPresent();
  }

  private static JsonObject notification(String message) {
    return new JsonObject().put("type", "notification").put("message", message);
  }

  private static List<String> notifications(WsClient client) {
    return client.messages("notification").stream().map(m -> m.getString("message")).toList();
  }

  @Test
  void whatIsPublishedForAnAbsentUserWaitsAndComesInOrder() {
    String user = session + "@shop.example";
    for (String message : List.of("one", "two", "three")) {
      assertThat(NODES.publish("user." + user, notification(message)).statusCode()).isEqualTo(200);
    }
    WsClient first = connect(0, user);
    JsonObject open = new JsonObject().put("type", "open_inbox").put("id", "o");
    assertThat(ask(first, open).getString("type")).isEqualTo("ack");
    await().until(() -> notifications(first).equals(List.of("one", "two", "three")));
    JsonObject second = first.messages("notification").get(1);
    JsonObject acknowledge =
        new JsonObject()
            .put("type", "acknowledge")
            .put("id", "a")
            .put("position", second.getLong("epoch") + "." + second.getLong("offset"));
    JsonObject beyond =
        acknowledge
            .copy()
            .put("id", "b")
            .put("position", second.getLong("epoch") + "." + (second.getLong("offset") + 9));
    JsonObject refused = ask(first, beyond);
    assertThat(refused.getString("code")).isEqualTo("INVALID_POSITION");
    assertThat(refused.getString("message")).isEqualTo("The topic has not reached this position.");
    assertThat(ask(first, acknowledge).getString("type")).isEqualTo("ack");
    first.close();
    clients.remove(first);
    NODES.publish("user." + user, notification("four"));

    WsClient again = connect(1, user);
    assertThat(ask(again, open).getString("type")).isEqualTo("ack");
    NODES.publish("user." + user, notification("five"));
    await().until(() -> notifications(again).equals(List.of("three", "four", "five")));
    assertThat(again.messages("subscribed").get(0).getBoolean("recovered")).isTrue();

    WsClient eve = connect(0, "eve");
    JsonObject subscribe =
        new JsonObject().put("type", "subscribe").put("topic", "user." + user).put("id", "s");
    assertThat(ask(eve, subscribe).getString("code")).isEqualTo("ACCESS_DENIED");
  }

  @Test
  void anEventThatDoesNotMatchItsSchemaIsRefusedAndOthersGetTheTime() {
    member("anna", "player");
    WsClient anna = joined(0, "anna");
    String topic = "room.game_" + session;
    HttpResponse<String> wrong = NODES.publish(topic, new JsonObject().put("type", "game_started"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(wrong.body()).getString("code")).isEqualTo("INVALID_EVENT");

    assertThat(NODES.publish(topic, notification("dinner")).statusCode()).isEqualTo(200);
    assertThat(NODES.publish(topic, new JsonObject().put("type", "my_own")).statusCode())
        .isEqualTo(200);
    await().until(() -> !anna.messages("my_own").isEmpty());
    assertThat(Instant.parse(anna.messages("notification").get(0).getString("timestamp")))
        .isBefore(Instant.now());
    assertThat(new Http(NODES.port(0)).get("/api/schemas/room-event.json").body())
        .contains("sp_insufficient");
  }

  @Test
  void ofFrequentActionsWithOneMergeKeyTheNewestComes() {
    member("anna", "player");
    member("ben", "player");
    WsClient anna = joined(0, "anna");
    WsClient ben = joined(1, "ben");
    JsonObject move =
        command("game_action", "m")
            .put("action", "move")
            .put("priority", "low")
            .put("merge", "place");
    for (int x = 1; x <= 50; x++) {
      anna.send(move.copy().put("data", new JsonObject().put("x", x)).encode());
    }
    assertThat(ask(anna, command("chat_message", "c").put("message", "hi")).getString("type"))
        .isEqualTo("ack");

    await().until(() -> lastPlace(ben) == 50);
    assertThat(ben.messages("action_received")).hasSizeLessThan(50);
    assertThat(ben.messages("action_received").get(0).getString("merge")).isEqualTo("anna:place");
    // What is not merged does not wait behind what is.
    assertThat(offsetOf(ben, "chat_message")).isLessThan(offsetOf(ben, "action_received"));
  }

  private static int lastPlace(WsClient client) {
    return client.messages("action_received").stream()
        .reduce((one, next) -> next)
        .map(last -> last.getJsonObject("data").getInteger("x"))
        .orElse(0);
  }

  private static long offsetOf(WsClient client, String type) {
    return client.messages(type).get(0).getLong("offset");
  }

  @Test
  void anEventWhosePriorityIsUnknownIsRefused() {
    HttpResponse<String> wrong =
        NODES.publish("room.game_" + session, notification("now").put("priority", "urgent"));

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(wrong.body()).getString("code")).isEqualTo("INVALID_EVENT");
  }

  private static Optional<JsonObject> answered(WsClient bridge, String address) {
    return bridge.messages().stream()
        .filter(message -> address.equals(message.getString("address")))
        .findFirst();
  }
}
