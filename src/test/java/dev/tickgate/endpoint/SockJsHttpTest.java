package dev.tickgate.endpoint;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawHttp;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of the SockJS 0.3.3 suite about HTTP 1.0 and 1.1: chunks, lengths and connections. */
public class SockJsHttpTest {
  private static final String ECHO = "/diag/sockjs/echo";
  private static final String WELCOME = "Welcome to SockJS!\n";
  private static final String GONE = "c[3000,\"Go away!\"]\n";
  private static final String PRELUDE = "h".repeat(2048) + "\n";
  private static final String HTML =
      """
      <!doctype html>
      <html><head>
        <meta http-equiv="X-UA-Compatible" content="IE=edge" />
        <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
      </head><body><h2>Don't panic!</h2>
        <script>
          document.domain = document.domain;
          var c = parent.callback;
          c.start();
          function p(d) {c.message(d);};
          window.onload = function() {c.stop();};
        </script>""";

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(1, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, true);

  private static Http http;

  private final String echo = ECHO + "/000/" + UUID.randomUUID() + "/";
  private final String close = "/diag/sockjs/close/000/" + UUID.randomUUID() + "/";

  @BeforeAll
  static void start() {
    http = new Http(gateway.port());
  }

  @Test
  void eachFrameOfXhrStreamingIsAChunk() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      chunked(client.say(request("POST", echo + "xhr_streaming", "1.1")));
      assertThat(client.hearChunk()).isEqualTo(PRELUDE);
      assertThat(client.hearChunk()).isEqualTo("o\n");
      send("x");
      assertThat(client.hearChunk()).isEqualTo("a[\"x\"]\n");
    }
  }

  @Test
  void eachFrameOfEventSourceIsAChunk() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      chunked(client.say(request("GET", echo + "eventsource", "1.1")));
      assertThat(client.hearChunk()).isEqualTo("\r\n");
      assertThat(client.hearChunk()).isEqualTo("data: o\r\n\r\n");
      send("x");
      assertThat(client.hearChunk()).isEqualTo("data: a[\"x\"]\r\n\r\n");
      send("x".repeat(4096));
      assertThat(client.hearChunk()).isEqualTo("data: a[\"" + "x".repeat(4096) + "\"]\r\n\r\n");
      assertThat(client.hearChunk()).isEmpty();
    }
  }

  @Test
  void eachFrameOfHtmlFileIsAChunkAndItsResponseIsLimited() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      chunked(client.say(request("GET", echo + "htmlfile?c=%63allback", "1.1")));
      String page = client.hearChunk();
      assertThat(page.strip()).isEqualTo(HTML);
      assertThat(page.length()).isGreaterThan(1024);
      assertThat(client.hearChunk()).isEqualTo("<script>\np(\"o\");\n</script>\r\n");
      send("x");
      assertThat(client.hearChunk()).isEqualTo("<script>\np(\"a[\\\"x\\\"]\");\n</script>\r\n");
      send("x".repeat(4096));
      assertThat(client.hearChunk())
          .isEqualTo("<script>\np(\"a[\\\"" + "x".repeat(4096) + "\\\"]\");\n</script>\r\n");
      assertThat(client.hearChunk()).isEmpty();
    }
  }

  @Test
  void aStreamThatTheServerEndsLeavesTheConnectionForTheNextRequest() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      chunked(client.say(request("POST", close + "xhr_streaming", "1.1")));
      assertThat(client.hearChunk()).isEqualTo(PRELUDE);
      assertThat(client.hearChunk()).isEqualTo("o\n");
      assertThat(client.hearChunk()).isEqualTo(GONE);
      assertThat(client.hearChunk()).isEmpty();

      greeted(client.say(request("GET", ECHO, "1.1")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1"})
  void oneConnectionCarriesSeveralRequests(String version) {
    String request = request("GET", ECHO, version);
    try (RawHttp client = new RawHttp(gateway.port())) {
      greeted(client.say(request));
      greeted(client.say(request));
    }
  }

  @Test
  void requestsMayBeSaidBeforeTheirAnswersAreHeard() {
    String request = request("GET", ECHO, "1.1");
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(request + request);
      greeted(client);
      greeted(client);
    }
  }

  /** Without chunks the end of the connection is the end of the answer. */
  @Test
  void aStreamOverHttp10EndsWithItsConnection() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(request("POST", close + "xhr_streaming", "1.0"));

      assertThat(client.hearUntil("\r\n\r\n"))
          .contains(" 200 ")
          .doesNotContainIgnoringCase("transfer-encoding")
          .doesNotContainIgnoringCase("content-length");
      assertThat(client.hearOut()).isEqualTo(PRELUDE + "o\n" + GONE);
    }
  }

  @Test
  void aPostWithoutALengthHasNoBody() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say("POST " + echo + "xhr HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      assertThat(client.hearUntil("o\n")).endsWith("o\n");
    }
  }

  @Test
  void messagesAreTakenWhateverTheirTypeIsCalled() {
    http.post(echo + "xhr", "");
    List<String> types =
        List.of(
            "text/plain",
            "T",
            "application/json",
            "application/xml",
            "",
            "application/json; charset=utf-8",
            "text/xml; charset=utf-8",
            "text/xml");
    for (String type : types) {
      assertThat(http.post(echo + "xhr_send", "[\"a\"]", "Content-Type", type).statusCode())
          .isEqualTo(204);
    }
    assertThat(http.post(echo + "xhr", "").body())
        .isEqualTo("a[" + String.join(",", nCopies(types.size(), "\"a\"")) + "]\n");
  }

  private static String request(String method, String path, String version) {
    String length = method.equals("POST") ? "Content-Length: 0\r\n" : "";
    return method
        + " "
        + path
        + " HTTP/"
        + version
        + "\r\nHost: a\r\n"
        + length
        + "Connection: Keep-Alive\r\n\r\n";
  }

  private static void chunked(RawHttp client) {
    assertThat(client.hearUntil("\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("transfer-encoding: chunked")
        .doesNotContainIgnoringCase("content-length");
  }

  private static void greeted(RawHttp client) {
    assertThat(client.hearUntil("\r\n\r\n"))
        .contains(" 200 ")
        .containsIgnoringCase("content-length: 19")
        .doesNotContainIgnoringCase("transfer-encoding")
        .doesNotContainIgnoringCase("connection: close");
    assertThat(client.hearUntil("\n")).isEqualTo(WELCOME);
  }

  private void send(String message) {
    assertThat(http.post(echo + "xhr_send", "[\"" + message + "\"]").statusCode()).isEqualTo(204);
  }
}
