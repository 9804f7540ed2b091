package dev.tickgate.endpoint;

import static dev.tickgate.testing.RawWebSocket.CONTINUATION;
import static dev.tickgate.testing.RawWebSocket.FINAL;
import static dev.tickgate.testing.RawWebSocket.PING;
import static dev.tickgate.testing.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.http.Limit;
import dev.tickgate.http.Limits;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A message is complete within limits.request after its first byte, on every WebSocket. */
class MessageDeadlineTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Limits QUICK =
      new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, Duration.ofMillis(300), LONG);
  private static final List<String> PATHS =
      List.of("/ws", "/ws/ticker_usd_jpy", "/eventbus/websocket", "/eventbus/000/late/websocket");
  private static final byte[] FRAGMENT = RawWebSocket.frame(TEXT, "{");
  private static final byte[] WHOLE = RawWebSocket.frame(FINAL | TEXT, "[]");
  private static final byte[] PINGED = RawWebSocket.frame(FINAL | PING, "p");

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, LONG, QUICK, false);

  private static byte[] start(byte[] frame, int bytes) {
    return Arrays.copyOf(frame, bytes);
  }

  private static Stream<Arguments> incomplete() {
    byte[] large = RawWebSocket.frame(FINAL | TEXT, "x".repeat(65_536));
    List<Arguments> beginnings =
        List.of(
            Arguments.of("one byte", start(WHOLE, 1)),
            Arguments.of("a head", start(large, 10)),
            Arguments.of("all but one byte", start(large, large.length - 1)),
            Arguments.of("a fragment", FRAGMENT),
            Arguments.of("a fragment and a ping", WebSocketCase.join(FRAGMENT, PINGED)),
            Arguments.of("half a ping", start(PINGED, 4)),
            Arguments.of("another message before", WebSocketCase.join(WHOLE, start(large, 100))));
    return PATHS.stream()
        .flatMap(
            path -> beginnings.stream().map(one -> Arguments.of(path, one.get()[0], one.get()[1])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("incomplete")
  void aMessageThatIsNotCompletedEndsTheConnection(String path, String name, byte[] beginning) {
    int before = gateway.reached.count(Limit.MESSAGE_TIME);
    try (RawWebSocket client = new RawWebSocket(gateway.port(), path)) {
      client.send(beginning);

      assertThat(client.hearOut()).endsWith("close:4408", "eof");
      assertThat(gateway.reached.count(Limit.MESSAGE_TIME)).isEqualTo(before + 1);
    }
  }

  /** Neither bytes nor frames in between give it more time. */
  @Test
  void aMessageThatGoesOnByAByteNowAndThenIsNotCompletedEither() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws")) {
      client.send(FRAGMENT);
      String heard;
      do {
        client.send(RawWebSocket.frame(CONTINUATION, " "));
        client.send(PINGED);
        heard = client.hear();
      } while (heard.equals("pong:p"));

      assertThat(heard).isEqualTo("close:4408");
    }
  }

  @Test
  void aMessageThatBeginsInThePacketOfTheHandshakeHasTheSameTime() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(RawWebSocket.request("/ws") + "\u0081");

      assertThat(client.hearOut()).startsWith("HTTP/1.1 101 ").contains("message timeout");
    }
  }

  /** The sweep that closes the other connection, which began later, has seen this one, too. */
  @Test
  void aConnectionBetweenMessagesStaysOpen() {
    try (RawWebSocket quiet = new RawWebSocket(gateway.port(), "/ws");
        RawWebSocket late = new RawWebSocket(gateway.port(), "/ws")) {
      quiet.send(FRAGMENT);
      quiet.send(RawWebSocket.frame(FINAL | CONTINUATION, "\"type\":\"ping\"}"));
      assertThat(quiet.hear()).contains("\"pong\"");
      late.send(FRAGMENT);
      assertThat(late.hearOut()).containsExactly("close:4408", "eof");

      quiet.say("{\"type\":\"ping\"}");
      assertThat(quiet.hear()).contains("\"pong\"");
    }
  }
}
