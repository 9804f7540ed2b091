package dev.tickgate.http;

import static dev.tickgate.testing.RawWebSocket.FINAL;
import static dev.tickgate.testing.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.endpoint.WebSocketCase;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final byte[] PING = RawWebSocket.frame(FINAL | TEXT, "{\"type\":\"ping\"}");

  @Fixture private GatewayFixture gateway;
  @Fixture private final List<AutoCloseable> open = new ArrayList<>();

  /** Two loops: what is counted is the node's. */
  @ParameterizedTest
  @CsvSource({
    "3, 0, 503, SERVER_FULL, CONNECTIONS",
    "0, 3, 429, TOO_MANY_CONNECTIONS, CONNECTIONS_PER_ADDRESS"
  })
  void oneConnectionTooManyIsRefusedUntilAnotherLeaves(
      int connections, int perAddress, int status, String code, Limit limit) throws Exception {
    start(new Limits(connections, perAddress, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, LONG, LONG));
    RawWebSocket first = connect("/ws");
    connect("/eventbus/websocket");
    RawHttp third = keep(new RawHttp(gateway.port()));
    third.say("GET /sse?topic=ticks.USD_JPY HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(third.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");

    RawHttp fourth = keep(new RawHttp(gateway.port()));
    String answer = fourth.say(RawWebSocket.request("/ws")).hearOut();

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\"code\":\"" + code + "\"");
    assertThat(answer).containsIgnoringCase("content-security-policy: ");
    assertThat(gateway.reached.count(limit)).isEqualTo(1);
    first.close();
    await().until(() -> isLetIn());
  }

  private boolean isLetIn() {
    try (RawHttp another = new RawHttp(gateway.port())) {
      return another.say(RawWebSocket.request("/ws")).hearUntil("\r\n").contains(" 101 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws", "/eventbus/websocket"})
  void commandsTooFastAreRefusedAndWhoGoesOnIsSentAway(String path) {
    // None comes back within the test.
    start(new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 1, 5, LONG, LONG));
    RawWebSocket client = connect(path);
    byte[] nonsense = RawWebSocket.frame(FINAL | TEXT, "{\"type\":\"nonsense\"}");
    byte[][] all = new byte[30][];
    Arrays.fill(all, nonsense);
    client.send(WebSocketCase.join(all));
    client.send(RawWebSocket.close(4429, ""));

    List<String> heard = client.hearOut();

    assertThat(heard.stream().filter(text -> text.matches("(?i).*invalid_type.*")))
        .hasSizeBetween(5, 15);
    assertThat(heard.stream().filter(text -> text.matches("(?i).*rate_limited.*")))
        .hasSizeBetween(5, 15);
    assertThat(heard).endsWith("close:4429", "eof");
    assertThat(gateway.reached.count(Limit.COMMANDS)).isGreaterThanOrEqualTo(6);
  }

  @Test
  void withoutLimitsThereIsNone() {
    start(new Limits(1, 1, 0, 0, 0, 0, 64 << 20, 65_536, 1, 1, LONG, LONG).unbounded());
    connect("/ws");
    RawWebSocket second = connect("/ws");
    for (int i = 0; i < 100; i++) {
      second.send(PING);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(second.hear()).contains("\"pong\"");
    }
  }

  @Test
  void oneTopicTooManyIsCounted() {
    gateway = new GatewayFixture(1, 100, LONG, GatewayFixture.LIMITS, false, 0);
    RawWebSocket client = connect("/ws");
    client.send(
        RawWebSocket.frame(FINAL | TEXT, "{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}"));

    assertThat(client.hear()).contains("TOO_MANY_SUBSCRIPTIONS");
    assertThat(gateway.reached.count(Limit.SUBSCRIPTIONS)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /ws HT",
        "GET / HTTP/1.1\r\nHost: localhost\r\n",
        "POST /eventbus/000/slow/xhr_send HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n[\"x"
      })
  void whoDoesNotFinishItsRequestIsClosed(String said) {
    start(new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, Duration.ofMillis(300), LONG));
    RawHttp client = keep(new RawHttp(gateway.port()));

    assertThat(client.say(said).hearOut()).isEmpty();
  }

  @Test
  void whoAsksNoMoreIsClosedAndWhoListensIsNot() {
    start(new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, LONG, Duration.ofMillis(300)));
    RawWebSocket listening = connect("/ws");
    RawHttp events = keep(new RawHttp(gateway.port()));
    events.say("GET /sse?topic=ticks.USD_JPY HTTP/1.1\r\nHost: a\r\n\r\n").hearUntil("\r\n\r\n");
    RawHttp polling = keep(new RawHttp(gateway.port()));
    polling.say("POST /eventbus/000/idle/xhr HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    polling.hearUntil("o\n");
    RawHttp idle = keep(new RawHttp(gateway.port()));
    idle.say("GET /api/ticks/NONE HTTP/1.1\r\nHost: a\r\n\r\n").hearUntil("}");

    assertThat(idle.hearOut()).isEmpty();
    assertThat(polling.hearOut()).endsWith("0\r\n\r\n");
    // Both were there before, and have been looked at as often.
    listening.send(PING);
    assertThat(listening.hear()).contains("\"pong\"");
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    assertThat(events.hearUntil("data: ")).contains("id: ");
  }

  @Test
  void everyAnswerHasTheHeadersOfAPage() {
    start(GatewayFixture.LIMITS);
    Http http = new Http(gateway.port());
    for (String path : List.of("/", "/ws", "/sse", "/eventbus/info", "/eventbus", "/api/no")) {
      assertThat(http.get(path).headers().map())
          .as(path)
          .containsKeys(
              "content-security-policy",
              "x-content-type-options",
              "referrer-policy",
              "x-frame-options");
    }
    RawHttp broken = keep(new RawHttp(gateway.port()));
    assertThat(broken.say("NONSENSE\r\n\r\n").hearOut())
        .containsIgnoringCase("x-content-type-options: nosniff");
  }

  @Test
  void theMountsOfTheDiagnosticsAreNotThereUnlessAskedFor() {
    start(GatewayFixture.LIMITS);
    Http http = new Http(gateway.port());

    assertThat(http.get("/diag/ws-echo").statusCode()).isEqualTo(404);
    assertThat(http.get("/diag/sockjs/echo/info").statusCode()).isEqualTo(404);
    RawHttp client = keep(new RawHttp(gateway.port()));
    assertThat(client.say(RawWebSocket.request("/diag/ws-echo")).hearUntil("\r\n"))
        .contains(" 404 ");
  }

  @Test
  void theErrorSaysWhatItIs() {
    start(new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 1, 1, LONG, LONG));
    RawWebSocket client = connect("/ws");
    client.send(WebSocketCase.join(PING, PING));
    client.hear();

    JsonObject error = new JsonObject(client.hear().substring("text:".length()));

    assertThat(error.getString("type")).isEqualTo("error");
    assertThat(error.getString("code")).isEqualTo("RATE_LIMITED");
  }

  private void start(Limits limits) {
    gateway = new GatewayFixture(2, 100, LONG, limits, false);
  }

  private RawWebSocket connect(String path) {
    return keep(new RawWebSocket(gateway.port(), path));
  }

  private <T extends AutoCloseable> T keep(T each) {
    open.add(each);
    return each;
  }
}
