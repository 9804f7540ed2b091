package dev.tickgate.endpoint;

import static dev.tickgate.testing.RawWebSocket.BINARY;
import static dev.tickgate.testing.RawWebSocket.CONTINUATION;
import static dev.tickgate.testing.RawWebSocket.FINAL;
import static dev.tickgate.testing.RawWebSocket.PING;
import static dev.tickgate.testing.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.http.Limit;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictWebSocketTest {
  private static final String ECHO = "/diag/ws-echo";
  private static final int PRODUCT_LIMIT = 64 << 10;
  private static final List<String> PATHS =
      List.of(
          ECHO,
          "/ws",
          "/ws/ticker_usd_jpy",
          "/eventbus/websocket",
          "/eventbus/000/strict/websocket",
          "/diag/sockjs/echo/websocket",
          "/diag/sockjs/echo/000/strict/websocket");

  // The rules are the same; that they are in force is to be seen everywhere.
  private static final List<String> THOROUGH = List.of(ECHO, "/ws");
  private static final String SAMPLE =
      "unmasked|3 reserved 16|4 opcode 3|5\\.9 .*|6\\.3 c3|7\\.9 close 5000|7\\.5\\.1 .*";

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(2, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, true);

  @ParameterizedTest
  @MethodSource("dev.tickgate.endpoint.WebSocketCase#fine")
  void whatIsRightIsEchoedAndTheCloseIsAnswered(WebSocketCase given) {
    assertThat(answers(ECHO, given.sent())).isEqualTo(given.heard());
  }

  static Stream<Arguments> wrongOnEveryPath() {
    return PATHS.stream()
        .flatMap(
            path ->
                WebSocketCase.wrong()
                    .filter(given -> THOROUGH.contains(path) || given.name().matches(SAMPLE))
                    .map(given -> Arguments.of(path, given)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("wrongOnEveryPath")
  void whatIsWrongIsClosedWithItsCodeOnEveryPath(String path, WebSocketCase given) {
    assertThat(withoutGreeting(answers(path, given.sent()))).isEqualTo(given.heard());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws",
        "/ws/ticker_usd_jpy",
        "/eventbus/websocket",
        "/eventbus/000/large/websocket",
        "/diag/sockjs/echo/websocket"
      })
  void aMessageLongerThanTheLimitIsClosedWith1009(String path) {
    byte[] frame = RawWebSocket.frame(FINAL | TEXT, "x".repeat(PRODUCT_LIMIT + 1));
    byte[] fragments =
        WebSocketCase.join(
            RawWebSocket.frame(BINARY, "x".repeat(PRODUCT_LIMIT)),
            RawWebSocket.frame(FINAL | CONTINUATION, "x"));
    int before = gateway.reached.count(Limit.MESSAGE);

    assertThat(withoutGreeting(answers(path, frame))).containsExactly("close:1009", "eof");
    assertThat(withoutGreeting(answers(path, fragments))).containsExactly("close:1009", "eof");
    assertThat(gateway.reached.count(Limit.MESSAGE)).isEqualTo(before + 2);
  }

  @Test
  void whoIsStillSendingATooLongMessageHearsTheCodeNevertheless() {
    byte[] frame = RawWebSocket.frame(FINAL | TEXT, "x".repeat(4 << 20));

    assertThat(answers("/ws", frame)).containsExactly("close:1009", "eof");
  }

  @Test
  void moreThanTheEchoTakesIsClosedWith1009() {
    byte[] head = {(byte) (FINAL | BINARY), (byte) 0xFF, 0, 0, 0, 0, 1, 0, 0, 1};

    assertThat(answers(ECHO, head)).containsExactly("close:1009", "eof");
  }

  @Test
  void bytesThatArriveOneByOneAreTheSame() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), ECHO)) {
      for (byte each : RawWebSocket.frame(FINAL | TEXT, "chopped κόσμε")) {
        client.send(new byte[] {each});
      }
      assertThat(client.hear()).isEqualTo("text:chopped κόσμε");
      for (byte each : RawWebSocket.close(1000, "done")) {
        client.send(new byte[] {each});
      }
      assertThat(client.hearOut()).containsExactly("close:1000", "eof");
    }
  }

  @Test
  void aCloseWithoutACodeIsAnswered() {
    assertThat(answers(ECHO, RawWebSocket.frame(FINAL | RawWebSocket.CLOSE, "")))
        .hasSize(2)
        .last()
        .isEqualTo("eof");
  }

  @Test
  void theServersCloseWaitsForTheClients() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws/no_such_stream")) {
      assertThat(client.hear()).startsWith("text:").contains("INVALID_PATH");
      assertThat(client.hear()).isEqualTo("close:1008");
      client.send(RawWebSocket.frame(FINAL | TEXT, "late"));
      client.send(RawWebSocket.close(1008, ""));
      assertThat(client.hearOut()).containsExactly("eof");
    }
  }

  /** More than the connection holds. */
  @Test
  void anEchoThatIsNotReadStopsReadingAndGoesOnWhenItIs() {
    int messages = 64;
    byte[] message = RawWebSocket.frame(FINAL | BINARY, "m".repeat(1 << 20));
    AtomicInteger sent = new AtomicInteger();
    try (RawWebSocket client = new RawWebSocket(gateway.port(), ECHO)) {
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < messages; i++) {
                  client.send(message);
                  sent.incrementAndGet();
                }
                client.send(RawWebSocket.close(1000, ""));
              });
      writer.start();
      await().during(Duration.ofSeconds(1)).until(() -> sent.get() < messages);
      for (int i = 0; i < messages; i++) {
        assertThat(client.hear()).hasSize("binary:".length() + (1 << 20));
      }
      assertThat(client.hearOut()).containsExactly("close:1000", "eof");
    }
  }

  @Test
  void aPingOnAProductPathIsAnswered() {
    for (String path : PATHS) {
      byte[] sent =
          WebSocketCase.join(
              RawWebSocket.frame(FINAL | PING, "are you there"), RawWebSocket.close(1000, ""));

      assertThat(withoutGreeting(answers(path, sent)))
          .as(path)
          .containsExactly("pong:are you there", "close:1000", "eof");
    }
  }

  private static List<String> answers(String path, byte[] sent) {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), path)) {
      client.send(sent);
      return client.hearOut();
    }
  }

  private static List<String> withoutGreeting(List<String> heard) {
    return heard.get(0).equals("text:o") ? heard.subList(1, heard.size()) : heard;
  }
}
