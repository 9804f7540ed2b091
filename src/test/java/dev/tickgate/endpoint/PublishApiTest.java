package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.Authenticator;
import dev.tickgate.bus.PublishReply;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Position;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PublishApiTest {
  @Fixture private GatewayFixture gateway = GatewayFixture.publishing();

  @Test
  void aClientWithoutTheRightIsAnsweredBeforeItHasSentItsBody() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(
          "POST /api/publish/secret.x HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n{\"n\":");

      assertThat(client.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void ofSeveralKeysNoneIsTaken() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(
          "POST /api/publish/events.x HTTP/1.1\r\nHost: a\r\nIdempotency-Key: a\r\n"
              + "Idempotency-Key: b\r\nContent-Length: 7\r\n\r\n{\"n\":1}");

      assertThat(client.hearUntil("}")).startsWith("HTTP/1.1 400 ").contains("INVALID_KEY");
    }
  }

  @Test
  void eachRefusalIsCountedOnce() {
    Http http = new Http(gateway.port());

    http.post("/api/publish/secret.x", "{}");
    http.post("/api/publish/a%20b", "{}");
    http.post("/api/publish/events.x", "7");

    assertThat(gateway.published.refusals())
        .containsExactly(
            ErrorCode.ACCESS_DENIED, ErrorCode.INVALID_TOPIC, ErrorCode.INVALID_PAYLOAD);
  }

  @Test
  void aRefusedArrayHasTheIndexOfThePayloadThatIsWrong() {
    Http http = new Http(gateway.port());
    String big = "{\"a\":\"" + "x".repeat(70_000) + "\"}";

    assertThat(http.post("/api/publish/events.x", "[{\"n\":1},{\"n\":2},7]").body())
        .contains("\"code\":\"INVALID_PAYLOAD\"")
        .contains("\"index\":2");
    assertThat(http.post("/api/publish/events.x", "[" + big + "]").body())
        .contains("\"code\":\"PAYLOAD_TOO_LARGE\"")
        .contains("\"index\":0");
    assertThat(http.post("/api/publish/events.x", "[]").body()).doesNotContain("index");
    assertThat(http.post("/api/publish/events.x", "7").body()).doesNotContain("index");
  }

  @Test
  void whatTheServerCannotMeanToAcceptIsRefusedByName() {
    Http http = new Http(gateway.port());
    String path = "/api/publish/events.x";

    HttpResponse<String> compressed = http.post(path, "{\"n\":1}", "Content-Encoding", "gzip");
    assertThat(compressed.statusCode()).isEqualTo(415);
    assertThat(compressed.body()).contains("UNSUPPORTED_ENCODING", "gzip");
    assertThat(http.post(path, "{\"n\":1}", "Content-Encoding", "identity").statusCode())
        .isNotEqualTo(415);
    assertThat(http.post(path, "{\"n\":1}", "Idempotency-Key", "a", "Idempotency-Key", "b").body())
        .contains("INVALID_KEY", "The header Idempotency-Key is given 2 times.");
    assertThat(http.post(path, "").body()).contains("INVALID_PAYLOAD", "It is missing.");
  }

  @Test
  void aClientWhoseTokenCannotBeCheckedIsToldWhenToComeBack() {
    Authenticator cutOff = token -> Future.failedFuture(new IOException("no database"));
    try (GatewayFixture unsure = GatewayFixture.publishing(cutOff)) {
      HttpResponse<String> answer =
          new Http(unsure.port())
              .post("/api/publish/events.x", "{\"n\":1}", "Authorization", "Bearer a");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("AUTH_UNAVAILABLE");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
  }

  @Test
  void aCommandThatNamesNoTopicIsAnsweredWithItsId() {
    WsClient client = new WsClient(gateway.vertx, gateway.port(), "/ws");
    client.send("{\"type\":\"publish\",\"payload\":{\"n\":1},\"id\":7}");

    await().until(() -> !client.messages("error").isEmpty());

    assertThat(client.messages("error").get(0).getString("code")).isEqualTo("MISSING_TOPIC");
    assertThat(client.messages("error").get(0).getInteger("id")).isEqualTo(7);
    client.close();
  }

  @Test
  void aRefusalSaysWhichRuleOfPayloadsIsBroken() {
    WsClient client = new WsClient(gateway.vertx, gateway.port(), "/ws");
    client.send("{\"type\":\"publish\",\"topic\":\"events.x\",\"payload\":{\"epoch\":1},\"id\":7}");
    String body = "[{\"n\":1},{\"n\":1,\"n\":2}]";
    try (RawHttp http = new RawHttp(gateway.port())) {
      http.say(
          "POST /api/publish/events.x HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(body.length(), body));

      assertThat(http.hearUntil("}"))
          .startsWith("HTTP/1.1 400 ")
          .contains(
              "INVALID_PAYLOAD", "Payload 2 of 2: An object in it has two fields of one name.");
    }
    await().until(() -> !client.messages("error").isEmpty());
    assertThat(client.messages("error").get(0).getString("message"))
        .endsWith("It has a field epoch, offset or skipped.");
    client.close();
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws Exception {
    byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
    URI address = URI.create("http://127.0.0.1:" + gateway.port() + "/api/publish/events.x");

    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body)).build(),
                BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("INVALID_PAYLOAD", "The body is not UTF-8.");
  }

  @Test
  void aHeadThatIsTooLongIsRefusedWithACode() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(
          "POST /api/publish/events.x HTTP/1.1\r\nHost: a\r\nIdempotency-Key: %s\r\n\r\n"
              .formatted("k".repeat(10_000)));

      assertThat(client.hearUntil("}"))
          .startsWith("HTTP/1.1 431 ")
          .contains("\"code\":\"HEADERS_TOO_LARGE\"");
    }
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say("GET /%s HTTP/1.1\r\nHost: a\r\n\r\n".formatted("a".repeat(10_000)));

      assertThat(client.hearUntil("}")).contains(" 414 ").contains("\"code\":\"URL_TOO_LONG\"");
    }
  }

  /** Its key is one of the client that sent it, whose right it was. */
  @Test
  void aCommandThatWaitsIsPublishedForWhoSentIt() {
    gateway.close();
    Principal alice =
        new Principal(
            "alice", Map.of(), new Credential("", "", Optional.empty(), Optional.empty()));
    gateway = GatewayFixture.publishing(token -> Future.succeededFuture(alice));
    Promise<PublishReply> first = Promise.promise();
    List<String> keys = new CopyOnWriteArrayList<>();
    PublishReply published = new PublishReply.Published(List.of(new Position(9, 1)));
    GatewayFixture.await(
        gateway
            .bus
            .publishing()
            .serveNodes(
                GatewayFixture.EVENTS,
                request -> {
                  keys.add(request.key());
                  return keys.size() == 1 ? first.future() : Future.succeededFuture(published);
                }));
    WsClient client = new WsClient(gateway.vertx, gateway.port(), "/ws");
    String publish =
        "{\"type\":\"publish\",\"topic\":\"events.x\",\"key\":\"k\",\"payload\":{\"n\":1}}";
    client.send(publish);
    client.send(publish);
    client.send("{\"type\":\"auth\",\"token\":\"t\"}");
    await().until(() -> !client.messages("authenticated").isEmpty());
    client.send(publish);
    await().until(() -> keys.size() == 1);

    first.complete(published);

    await().until(() -> keys.size() == 3);
    assertThat(keys).containsExactly("0::k", "0::k", "5:alice:k");
    client.close();
  }

  @Test
  void aBodyThatComesSlowlyIsPublishedWhole() {
    GatewayFixture.await(
        gateway
            .bus
            .publishing()
            .serveNodes(
                GatewayFixture.EVENTS,
                request ->
                    Future.succeededFuture(
                        new PublishReply.Published(
                            List.of(new Position(9, request.bodies().size()))))));
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(
          "POST /api/publish/events.x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
              + "Content-Length: 17\r\n\r\n");
      client.hearUntil("100 Continue\r\n\r\n");
      client.say("[{\"n\":1},");
      client.say("{\"n\":2}]");

      assertThat(client.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
  }
}
