package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths, commands and bodies of clients. */
class GatewayCommandsTest extends GatewayCase {
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
    client.send("{\"type\":\"subscribe\",\"topic\":\"user.8\"}");
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
  void aRefusedCommandIsAnsweredWithItsTopicAndItsId() {
    WsClient client = connect("/ws");

    client.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\",\"id\":1}");
    client.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\",\"id\":2}");
    client.send("{\"type\":\"subscribe\",\"topic\":\"user.8\",\"id\":3}");
    client.send("{\"type\":\"subscribe\",\"topic\":\"__vertx.subs\",\"id\":4}");
    client.send("{\"type\":\"unsubscribe\",\"topic\":\"ticks.EUR_USD\",\"id\":5}");
    client.send("{\"type\":\"publish\",\"topic\":\"user.8\",\"payload\":{\"n\":1},\"id\":6}");

    await().until(() -> client.messages("error").size() == 5);
    assertThat(client.messages("error"))
        .extracting(error -> error.getInteger("id"), error -> error.getString("topic"))
        .containsExactly(
            tuple(2, "ticks.USD_JPY"),
            tuple(3, "user.8"),
            tuple(4, "__vertx.subs"),
            tuple(5, "ticks.EUR_USD"),
            tuple(6, "user.8"));
    assertThat(client.messages("error"))
        .extracting(error -> error.getString("code"))
        .containsExactly(
            "ALREADY_SUBSCRIBED",
            "ACCESS_DENIED",
            "INVALID_TOPIC",
            "NOT_SUBSCRIBED",
            "ACCESS_DENIED");
  }

  @Test
  void anEnvelopeNamesTheTopicOfEachPublication() {
    publish(2);
    awaitReady();
    WsClient client = connect("/ws?envelope=true");

    client.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}");
    await().until(() -> client.messages("publication").size() == 1);
    publish(1);
    await().until(() -> client.messages("publication").size() == 2);

    assertThat(client.messages("publication"))
        .extracting(JsonObject::encode)
        .containsExactly(enveloped(2), enveloped(3));
    assertThat(client.messages("ticker")).isEmpty();
    assertThat(client.messages("subscribed")).hasSize(1);
  }

  private static String enveloped(int offset) {
    return "{\"type\":\"publication\",\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":%d,\"data\":%s}"
        .formatted(offset, TICK.formatted(offset));
  }

  @Test
  void anEnvelopeThatIsNeitherWantedNorNotIsAnErrorAndACloseWith1008() {
    WsClient client = connect("/ws?envelope=yes");

    await().until(() -> client.socket().isClosed());
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
    assertThat(client.messages().get(0).getString("code")).isEqualTo("INVALID_ENVELOPE");
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
            "{\"type\":\"err\",\"body\":\"access_denied\",\"topic\":\"ticks.USD_JPY\"}");
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
    "POST, /api/nothing, 404, NOT_FOUND",
    "POST, /api/publish, 404, NOT_FOUND",
    "POST, /api/publish/events.x/y, 404, NOT_FOUND",
    "POST, /api/publish/a%20b, 400, INVALID_TOPIC",
    "GET, /api/publish/events.x, 405, METHOD_NOT_ALLOWED",
    "PUT, /api/publish/events.x, 405, METHOD_NOT_ALLOWED",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /api/publish/events.x | POST",
        "POST   | /api/ticks/USD_JPY    | GET, HEAD",
        "DELETE | /api/symbols          | GET, HEAD",
        "POST   | /sse                  | GET",
        "POST   | /ws                   | GET, HEAD",
        "DELETE | /                     | GET, HEAD",
      })
  void anotherMethodIsToldThoseThatThePathHas(String method, String path, String allowed) {
    WebClient http = WebClient.create(gateway.vertx);

    HttpResponse<?> response =
        GatewayFixture.await(
            http.request(HttpMethod.valueOf(method), gateway.port(), "127.0.0.1", path).send());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.getHeader("Allow")).isEqualTo(allowed);
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
}
