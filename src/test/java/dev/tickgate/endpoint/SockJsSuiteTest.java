package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of the SockJS 0.3.3 suite about everything but transports ({@link
 * SockJsTransportsTest}), HTTP ({@link SockJsHttpTest}) and encoding ({@link SockJsEncodingTest}).
 */
class SockJsSuiteTest {
  private static final String BASE = "/diag/sockjs/";
  private static final String ECHO = BASE + "echo";
  private static final String UNCACHED = "no-store, no-cache, must-revalidate, max-age=0";

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(1, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, true);

  private static Http http;

  @BeforeAll
  static void start() {
    http = new Http(gateway.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {ECHO, ECHO + "/", BASE + "close", "/eventbus", "/eventbus/"})
  void theBaseGreets(String path) {
    HttpResponse<String> answer = http.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Welcome to SockJS!\n");
    assertThat(header(answer, "content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a",
        "/a.html",
        "//",
        "///",
        "/a/a",
        "/a/a/",
        "/a/",
        "/iframe.htm",
        "/iframe",
        "/IFRAME.HTML",
        "/IFRAME",
        "/iframe.HTML",
        "/iframe.xml",
        "/iframe-/.html",
        "///xhr",
        "/a./a/xhr",
        "/a/a./xhr",
        "/./a./xhr",
        "//xhr",
        "/a/a/a/xhr"
      })
  void thereIsNothingAtAnyOtherPath(String path) {
    assertThat(http.get(ECHO + path).statusCode()).isEqualTo(404);
    assertThat(http.post(ECHO + path, "").statusCode()).isEqualTo(404);
    assertThat(http.get("/eventbus" + path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/iframe.html",
        "/iframe-a.html",
        "/iframe-.html",
        "/iframe-0.1.2.html",
        "/iframe-a.html?t=1234",
        "/iframe-0.1.2abc-dirty.2144.html?t=qweqweq123"
      })
  void theFrameIsOfTheSpecifiedWordsAndMayBeKept(String path) {
    HttpResponse<String> answer = http.get(ECHO + path);
    HttpResponse<String> again = http.get(ECHO + path, "If-None-Match", header(answer, "etag"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().strip())
        .isEqualTo(
            """
            <!DOCTYPE html>
            <html>
            <head>
              <meta http-equiv="X-UA-Compatible" content="IE=edge" />
              <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
              <script>
                document.domain = document.domain;
                _sockjs_onload = function(){SockJS.bootstrap_iframe();};
              </script>
              <script src="/vendor/sockjs.min.js"></script>
            </head>
            <body>
              <h2>Don't panic!</h2>
              <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
            </body>
            </html>""");
    assertThat(header(answer, "content-type")).isEqualTo("text/html; charset=UTF-8");
    assertThat(header(answer, "cache-control")).matches("public,max-age=[1-9][0-9]{6,}");
    assertThat(header(answer, "expires")).endsWith("GMT");
    assertThat(answer.headers().map())
        .doesNotContainKeys(
            "last-modified", "set-cookie", "x-frame-options", "content-security-policy");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().map()).doesNotContainKey("content-type");
  }

  @ParameterizedTest
  @CsvSource({
    "echo, true, false",
    "close, true, false",
    "disabled_websocket_echo, false, false",
    "cookie_needed_echo, true, true"
  })
  void infoTellsWhatThereIs(String mount, boolean webSocket, boolean cookie) {
    HttpResponse<String> answer = http.get(BASE + mount + "/info");
    JsonObject info = new JsonObject(answer.body());
    JsonObject another = new JsonObject(http.get(BASE + mount + "/info").body());

    assertThat(info.getBoolean("websocket")).isEqualTo(webSocket);
    assertThat(info.getBoolean("cookie_needed")).isEqualTo(cookie);
    assertThat(info.getJsonArray("origins")).isEqualTo(new JsonArray().add("*:*"));
    assertThat(info.getLong("entropy")).isBetween(0L, (1L << 32) - 1);
    assertThat(another.getLong("entropy")).isNotEqualTo(info.getLong("entropy"));
    assertThat(header(answer, "content-type")).isEqualTo("application/json; charset=UTF-8");
    assertThat(header(answer, "cache-control")).isEqualTo(UNCACHED);
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(answer, "access-control-allow-credentials")).isEqualTo("true");
    assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "expires");
  }

  @ParameterizedTest
  @CsvSource({
    "/info, 'OPTIONS, GET'",
    "/abc/abc/xhr, 'OPTIONS, POST'",
    "/abc/abc/xhr_send, 'OPTIONS, POST'",
    "/abc/abc/xhr_streaming, 'OPTIONS, POST'",
  })
  void otherOriginsAreLetIn(String path, String methods) {
    mayRead(http.send("OPTIONS", ECHO + path, ""), "*", methods);
    mayRead(http.send("OPTIONS", ECHO + path, "", "Origin", "null"), "*", methods);
    mayRead(http.send("OPTIONS", ECHO + path, "", "Origin", "test"), "test", methods);
  }

  private static void mayRead(HttpResponse<String> answer, String allowed, String methods) {
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo(allowed);
    assertThat(header(answer, "access-control-allow-credentials")).isEqualTo("true");
    assertThat(header(answer, "access-control-allow-methods")).isEqualTo(methods);
    assertThat(Long.parseLong(header(answer, "access-control-max-age"))).isGreaterThan(1_000_000);
    assertThat(header(answer, "cache-control")).matches("public,\\s*max-age=[1-9][0-9]{6,}");
    assertThat(header(answer, "expires")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'a, b, c', 'a, b, c'", "'', ''", ", ''"})
  void headersThatAPageWantsToSendAreAllowed(String wanted, String allowed) {
    String path = ECHO + "/000/" + UUID.randomUUID() + "/xhr";
    HttpResponse<String> answer =
        wanted == null
            ? http.post(path, "")
            : http.post(path, "", "Access-Control-Request-Headers", wanted);

    assertThat(answer.body()).isEqualTo("o\n");
    assertThat(header(answer, "access-control-allow-headers")).isEqualTo(allowed);
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(answer, "access-control-allow-credentials")).isEqualTo("true");
    assertThat(header(answer, "x-frame-options")).isEqualTo("DENY");
  }

  @Test
  void aPlainRequestForAWebSocketIsRefused() {
    HttpResponse<String> plain = http.get(ECHO + "/0/0/websocket");
    HttpResponse<String> post = http.post(ECHO + "/0/0/websocket", "");

    assertThat(plain.statusCode()).isEqualTo(400);
    assertThat(plain.body()).contains("Can \"Upgrade\" only to \"WebSocket\".");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(header(post, "allow")).isEqualTo("GET");
    assertThat(post.body()).isEmpty();
    assertThat(post.headers().map()).doesNotContainKey("content-type");
    assertThat(http.get(BASE + "disabled_websocket_echo/0/0/websocket").statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Connection: Upgrade|Connection: close|400|must be",
        "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 12|426|version 13",
        "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==|Sec-WebSocket-Key: short|400|16 bytes",
        "Connection: Upgrade|Connection: keep-alive, Upgrade|101|HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
        "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 8|101|HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
        "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 7|101|HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
        "GET|POST|405|",
      })
  void aHandshakeIsAsItHasToBe(String right, String said, int status, String answered) {
    String request = RawWebSocket.request(ECHO + "/000/hs/websocket").replace(right, said);
    try (RawHttp client = new RawHttp(gateway.port())) {
      String head = client.say(request).hearUntil("\r\n\r\n");

      assertThat(head).startsWith("HTTP/1.1 " + status);
      if (status == 101) {
        assertThat(head).contains(answered).doesNotContainIgnoringCase("content-length");
      } else if (answered != null) {
        assertThat(client.hearOut()).contains(answered.replace("\"", "\\\""));
      }
    }
  }

  /** The check of origins does not read the header in which these drafts send theirs. */
  @ParameterizedTest
  @ValueSource(strings = {"7", "8"})
  void draftsOfWebSocketAreRefusedElsewhere(String version) {
    String request =
        RawWebSocket.request("/eventbus/000/hs/websocket")
            .replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: " + version);
    try (RawHttp client = new RawHttp(gateway.port())) {
      assertThat(client.say(request).hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 426 ");
    }
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
