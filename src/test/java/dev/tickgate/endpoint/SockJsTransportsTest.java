package dev.tickgate.endpoint;

import static dev.tickgate.endpoint.SockJsSuiteTest.header;
import static dev.tickgate.testing.RawWebSocket.FINAL;
import static dev.tickgate.testing.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Promptness;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of the SockJS 0.3.3 suite about each transport. */
class SockJsTransportsTest {
  private static final String BASE = "/diag/sockjs/";
  private static final String UNCACHED = "no-store, no-cache, must-revalidate, max-age=0";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SCRIPT = "application/javascript; charset=UTF-8";
  private static final String GONE = "c[3000,\"Go away!\"]";
  private static final String PRELUDE = "h".repeat(2048) + "\n";

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(1, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, true);

  private static Http http;

  private final String echo = BASE + "echo/000/" + UUID.randomUUID() + "/";
  private final String close = BASE + "close/000/" + UUID.randomUUID() + "/";
  private final String cookie = BASE + "cookie_needed_echo/000/" + UUID.randomUUID() + "/";

  @BeforeAll
  static void start() {
    http = new Http(gateway.port());
  }

  @Test
  void pollingEchoes() {
    HttpResponse<String> open = http.post(echo + "xhr", "");
    HttpResponse<String> sent = http.post(echo + "xhr_send", "[\"x\"]");

    assertThat(open.body()).isEqualTo("o\n");
    assertThat(header(open, "content-type")).isEqualTo(SCRIPT);
    assertThat(header(open, "cache-control")).isEqualTo(UNCACHED);
    assertThat(sent.statusCode()).isEqualTo(204);
    assertThat(sent.body()).isEmpty();
    assertThat(header(sent, "content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(header(sent, "cache-control")).isEqualTo(UNCACHED);
    assertThat(http.post(echo.replace("/000/", "/999/") + "xhr", "").body())
        .isEqualTo("a[\"x\"]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_/_", "/1/1", "/abcdefgh_i-j%20/abcdefg_i-j%20"})
  void aSessionMayHaveAnyName(String name) {
    assertThat(http.post(BASE + "echo" + name + "/xhr", "").body()).isEqualTo("o\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "xhr_send|text/plain|[\"x|Broken JSON encoding.",
        "xhr_send|text/plain|''|Payload expected.",
        "jsonp_send|" + FORM + "|d=%5B%22x|Broken JSON encoding.",
        "jsonp_send|" + FORM + "|''|Payload expected.",
        "jsonp_send|" + FORM + "|d=|Payload expected.",
        "jsonp_send|" + FORM + "|p=p|Payload expected.",
      })
  void whatHoldsNoMessagesIsRefusedAndTheSessionStays(
      String path, String type, String body, String answered) {
    http.post(echo + "xhr", "");

    HttpResponse<String> answer = http.post(echo + path, body, "Content-Type", type);
    http.post(echo + "xhr_send", "[\"a\"]");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains(answered);
    assertThat(http.post(echo + "xhr", "").body()).isEqualTo("a[\"a\"]\n");
  }

  @Test
  void whoHasNoSessionCannotSend() {
    assertThat(http.post(echo + "xhr_send", "[\"x\"]").statusCode()).isEqualTo(404);
    assertThat(http.post(echo + "jsonp_send", "d=%5B%22x%22%5D", "Content-Type", FORM).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aSecondReceiverIsSentAwayAndTheSessionEndsWithTheFirst() {
    try (Http.Stream first = http.stream("POST", echo + "xhr_streaming");
        Http.Stream second = http.stream("POST", echo + "xhr_streaming")) {
      assertThat(first.read(PRELUDE.length() + 2)).isEqualTo(PRELUDE + "o\n");
      String refusal = PRELUDE + "c[2010,\"Another connection still open\"]\n";
      assertThat(second.read(refusal.length())).isEqualTo(refusal);
      assertThat(second.isOver()).isTrue();
    }
    // The first was interrupted: what it had got is not known, so the session is over.
    await().until(() -> http.post(echo + "xhr", "").body().equals("o\n"));
  }

  @Test
  void aSecondPollIsSentAwayAndTheSessionEndsWithTheFirst() {
    String poll = "POST " + echo + "xhr HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    http.get(BASE + "echo");
    try (RawHttp first = new RawHttp(gateway.port())) {
      first.say(poll).hearUntil("o\n");
      // Both connections are open, and one event loop reads them in the order of their requests.
      first.say(poll);
      assertThat(http.post(echo + "xhr", "").body())
          .isEqualTo("c[2010,\"Another connection still open\"]\n");
    }
    await().until(() -> http.post(echo + "xhr", "").body().equals("o\n"));
  }

  @Test
  void theCloseIsRepeated() {
    assertThat(http.post(close + "xhr", "").body()).isEqualTo("o\n");
    assertThat(http.post(close + "xhr", "").body()).isEqualTo(GONE + "\n");
    assertThat(http.post(close + "xhr", "").body()).isEqualTo(GONE + "\n");
    assertThat(http.get(close + "jsonp?c=x").body())
        .isEqualTo("x(\"c[3000,\\\"Go away!\\\"]\");\r\n");
    try (Http.Stream stream = http.stream("POST", close + "xhr_streaming")) {
      assertThat(stream.read(PRELUDE.length() + GONE.length() + 1))
          .isEqualTo(PRELUDE + GONE + "\n");
      assertThat(stream.isOver()).isTrue();
    }
  }

  @Test
  void streamingEchoesAndEndsWhenItIsLong() {
    String message = "\"" + "x".repeat(128) + "\"";
    try (Http.Stream stream = http.stream("POST", echo + "xhr_streaming")) {
      assertThat(header(stream.response(), "content-type")).isEqualTo(SCRIPT);
      assertThat(header(stream.response(), "cache-control")).isEqualTo(UNCACHED);
      assertThat(stream.read(PRELUDE.length() + 2)).isEqualTo(PRELUDE + "o\n");
      for (int i = 0; i < 31; i++) {
        http.post(echo + "xhr_send", "[" + message + "]");
        String expected = "a[" + message + "]\n";
        assertThat(stream.read(expected.length())).isEqualTo(expected);
      }
      assertThat(stream.isOver()).isTrue();
    }
  }

  @Test
  void eventSourceEchoesAndEndsWhenItIsLong() {
    try (Http.Stream stream = http.stream("GET", echo + "eventsource")) {
      assertThat(header(stream.response(), "content-type"))
          .isEqualTo("text/event-stream; charset=UTF-8");
      assertThat(header(stream.response(), "cache-control")).isEqualTo(UNCACHED);
      assertThat(stream.read(13)).isEqualTo("\r\ndata: o\r\n\r\n");
      http.post(echo + "xhr_send", "[\"  \\u0000\\n\\r \"]");
      String odd = "data: a[\"  \\u0000\\n\\r \"]\r\n\r\n";
      assertThat(stream.read(odd.length())).isEqualTo(odd);
      http.post(echo + "xhr_send", "[\"" + "x".repeat(4096) + "\"]");
      assertThat(stream.read(4096 + 15)).endsWith("x\"]\r\n\r\n");
      assertThat(stream.isOver()).isTrue();
    }
  }

  @Test
  void htmlFileEchoes() {
    String open = "<script>\np(\"o\");\n</script>\r\n";
    String answer = "<script>\np(\"a[\\\"x\\\"]\");\n</script>\r\n";
    try (Http.Stream stream = http.stream("GET", echo + "htmlfile?c=%63allback")) {
      assertThat(header(stream.response(), "content-type")).isEqualTo("text/html; charset=UTF-8");
      assertThat(header(stream.response(), "cache-control")).isEqualTo(UNCACHED);
      String head = stream.read(1024);
      assertThat(head).contains("var c = parent.callback;\n").startsWith("<!doctype html>");
      StringBuilder rest = new StringBuilder();
      while (rest.indexOf(open) < 0) {
        rest.append(stream.read(1));
      }
      http.post(echo + "xhr_send", "[\"x\"]");
      assertThat(stream.read(answer.length())).isEqualTo(answer);
    }
    assertThat(http.get(echo + "htmlfile").statusCode()).isEqualTo(500);
    assertThat(http.get(echo + "htmlfile").body()).contains("\"callback\" parameter required");
  }

  @Test
  void jsonpEchoes() {
    HttpResponse<String> open = http.get(echo + "jsonp?c=%63allback");
    HttpResponse<String> sent =
        http.post(echo + "jsonp_send", "d=%5B%22x%22%5D", "Content-Type", FORM);
    http.post(echo + "jsonp_send", "[\"%61bc\"]", "Content-Type", "text/plain");

    assertThat(open.body()).isEqualTo("callback(\"o\");\r\n");
    assertThat(header(open, "content-type")).isEqualTo(SCRIPT);
    assertThat(header(open, "cache-control")).isEqualTo(UNCACHED);
    assertThat(sent.statusCode()).isEqualTo(200);
    assertThat(sent.body()).isEqualTo("ok");
    assertThat(header(sent, "content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(http.get(echo + "jsonp?c=callback").body())
        .isEqualTo("callback(\"a[\\\"x\\\",\\\"%61bc\\\"]\");\r\n");
    assertThat(http.get(echo + "jsonp").statusCode()).isEqualTo(500);
    assertThat(http.get(echo + "jsonp").body()).contains("\"callback\" parameter required");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, xhr",
    "POST, xhr_streaming",
    "GET, eventsource",
    "GET, htmlfile?c=callback",
    "GET, jsonp?c=callback"
  })
  void theCookieIsSetWhereItIsNeededAndKept(String method, String path) {
    String other = BASE + "cookie_needed_echo/000/" + UUID.randomUUID() + "/";
    try (Http.Stream first = http.stream(method, cookie + path);
        Http.Stream known =
            http.stream(method, other + path, "Cookie", "a=b; JSESSIONID=abcdef; c=d");
        Http.Stream without = http.stream(method, echo + path)) {
      assertThat(header(first.response(), "set-cookie")).isEqualTo("JSESSIONID=dummy; path=/");
      assertThat(header(known.response(), "set-cookie")).isEqualTo("JSESSIONID=abcdef; path=/");
      assertThat(header(without.response(), "set-cookie")).isEmpty();
    }
  }

  @Test
  void theCookieIsSetOnWhatJsonpSends() {
    http.get(cookie + "jsonp?c=callback");
    String body = "d=%5B%22x%22%5D";
    HttpResponse<String> first = http.post(cookie + "jsonp_send", body, "Content-Type", FORM);
    HttpResponse<String> known =
        http.post(cookie + "jsonp_send", body, "Content-Type", FORM, "Cookie", "JSESSIONID=abcdef");

    assertThat(first.body()).isEqualTo("ok");
    assertThat(header(first, "set-cookie")).isEqualTo("JSESSIONID=dummy; path=/");
    assertThat(header(known, "set-cookie")).isEqualTo("JSESSIONID=abcdef; path=/");
  }

  @Test
  void theWebSocketEchoesIgnoresTheEmptyAndEndsOnBrokenFrames() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), echo + "websocket");
        RawWebSocket other = new RawWebSocket(gateway.port(), echo + "websocket")) {
      assertThat(client.hear()).isEqualTo("text:o");
      assertThat(other.hear()).isEqualTo("text:o");
      client.send(RawWebSocket.frame(FINAL | TEXT, ""));
      client.send(RawWebSocket.frame(FINAL | TEXT, "[\"a\"]"));
      other.send(RawWebSocket.frame(FINAL | TEXT, "\"b\""));
      assertThat(client.hear()).isEqualTo("text:a[\"a\"]");
      assertThat(other.hear()).isEqualTo("text:a[\"b\"]");
      client.send(RawWebSocket.frame(FINAL | TEXT, "[\"a"));
      assertThat(client.hear()).isEqualTo("close:1002");
    }
  }

  @Test
  void theWebSocketsOfTheCloseEndAtOnce() throws Exception {
    // Without reading the client's close the server would wait for 5 s.
    Promptness.assertWithin(Duration.ofSeconds(4), this::untilTheWebSocketsEnd);
  }

  private Duration untilTheWebSocketsEnd() {
    String raw = BASE + "close/websocket";
    try (RawWebSocket sockJs = new RawWebSocket(gateway.port(), close + "websocket");
        RawWebSocket plain = new RawWebSocket(gateway.port(), raw)) {
      assertThat(sockJs.hear()).isEqualTo("text:o");
      assertThat(sockJs.hear()).isEqualTo("text:" + GONE);
      assertThat(sockJs.hear()).isEqualTo("close:3000");
      assertThat(plain.hear()).isEqualTo("close:3000");
      sockJs.send(RawWebSocket.close(3000, ""));
      plain.send(RawWebSocket.close(3000, ""));
      long closed = System.nanoTime();
      assertThat(sockJs.hear()).isEqualTo("eof");
      assertThat(plain.hear()).isEqualTo("eof");
      return Promptness.since(closed);
    }
  }

  @Test
  void theRawWebSocketEchoesWithoutFrames() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), BASE + "echo/websocket")) {
      client.send(RawWebSocket.frame(FINAL | TEXT, "Hello world!\uffff"));
      assertThat(client.hear()).isEqualTo("text:Hello world!\uffff");
    }
  }
}
