package dev.tickgate.endpoint;

import static dev.tickgate.testing.RawWebSocket.CONTINUATION;
import static dev.tickgate.testing.RawWebSocket.FINAL;
import static dev.tickgate.testing.RawWebSocket.PING;
import static dev.tickgate.testing.RawWebSocket.PONG;
import static dev.tickgate.testing.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.http.Limit;
import dev.tickgate.http.Limits;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Promptness;
import dev.tickgate.testing.RawWebSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that carry no command count like commands, on every WebSocket. */
class FrameFloodTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  // One a second after five: none comes back within a test.
  private static final Limits FEW =
      new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 1, 5, LONG, LONG);
  private static final List<String> PATHS =
      List.of("/ws", "/ws/ticker_usd_jpy", "/eventbus/websocket", "/eventbus/000/flood/websocket");

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, LONG, FEW, true);

  private static byte[] times(int count, byte[] frame) {
    return WebSocketCase.join(Collections.nCopies(count, frame).toArray(byte[][]::new));
  }

  private static Stream<Arguments> floods() {
    byte[] start = RawWebSocket.frame(TEXT, "");
    List<Arguments> floods =
        List.of(
            Arguments.of("pings", times(20, RawWebSocket.frame(FINAL | PING, "n"))),
            Arguments.of("pongs", times(20, RawWebSocket.frame(FINAL | PONG, "n"))),
            Arguments.of("empty messages", times(20, RawWebSocket.frame(FINAL | TEXT, ""))),
            Arguments.of("empty arrays", times(20, RawWebSocket.frame(FINAL | TEXT, "[]"))),
            Arguments.of(
                "empty fragments",
                WebSocketCase.join(start, times(20, RawWebSocket.frame(CONTINUATION, "")))),
            Arguments.of(
                "tiny fragments",
                WebSocketCase.join(start, times(20, RawWebSocket.frame(CONTINUATION, "x")))));
    return PATHS.stream()
        .flatMap(
            path ->
                floods.stream().map(flood -> Arguments.of(path, flood.get()[0], flood.get()[1])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("floods")
  void aFloodOfFramesIsEnded(String path, String name, byte[] flood) {
    int before = gateway.reached.count(Limit.COMMANDS);
    try (RawWebSocket client = new RawWebSocket(gateway.port(), path)) {
      client.send(flood);

      List<String> heard = client.hearOut();

      assertThat(heard).endsWith("close:4429", "eof");
      assertThat(heard.stream().filter(text -> text.startsWith("pong:")))
          .hasSize(name.equals("pings") ? 5 : 0);
      assertThat(gateway.reached.count(Limit.COMMANDS)).isGreaterThan(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws", "/ws/ticker_usd_jpy", "/eventbus/websocket"})
  void pingsThatFollowTheRateAreAnswered(String path) {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), path)) {
      for (int i = 0; i < 5; i++) {
        client.send(RawWebSocket.frame(FINAL | PING, "p" + i));
        assertThat(client.hearUntil("pong:")).last().isEqualTo("pong:p" + i);
      }
    }
  }

  /** Each 4 KiB of a message counts as a frame: so few frames are no flood by their number. */
  @ParameterizedTest
  @FieldSource("PATHS")
  void aFloodOfBytesIsEnded(String path) {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), path)) {
      client.send(times(3, RawWebSocket.frame(FINAL | TEXT, "[\"" + "x".repeat(65_000) + "\"]")));

      assertThat(client.hearOut()).endsWith("close:4429", "eof");
    }
  }

  @Test
  void aFloodOfBytesInLargeFragmentsIsEnded() {
    byte[] part = "x".repeat(4096).getBytes();
    byte[] message =
        WebSocketCase.join(
            RawWebSocket.frame(TEXT, part),
            times(14, RawWebSocket.frame(CONTINUATION, part)),
            RawWebSocket.frame(FINAL | CONTINUATION, part));
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws")) {
      client.send(times(3, message));

      assertThat(client.hearOut()).endsWith("close:4429", "eof");
    }
  }

  /** Inflated bytes count: those that were sent are few. */
  @Test
  void aFloodOfCompressedBytesIsEnded() {
    byte[] message =
        RawWebSocket.frame(
            FINAL | RawWebSocket.COMPRESSED | TEXT, RawWebSocket.deflate("x".repeat(65_535)));
    try (RawWebSocket client =
        new RawWebSocket(gateway.port(), "/ws", "Sec-WebSocket-Extensions: permessage-deflate")) {
      client.send(times(3, message));

      assertThat(client.hearOut()).endsWith("close:4429", "eof");
    }
  }

  /** However small the burst is. */
  @Test
  void oneMessageOfAnyLengthIsTaken() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws")) {
      client.send(RawWebSocket.frame(FINAL | TEXT, "x".repeat(65_536)));
      client.send(RawWebSocket.frame(FINAL | PING, "p"));

      assertThat(client.hear()).contains("INVALID_JSON");
      client.send(RawWebSocket.frame(FINAL | TEXT, ""));
      assertThat(client.hear()).contains("INVALID_JSON");
    }
  }

  @Test
  void aMessageInLargeFragmentsCountsByItsBytes() {
    byte[] part = "x".repeat(1024).getBytes();
    byte[] message =
        WebSocketCase.join(
            RawWebSocket.frame(TEXT, part),
            times(7, RawWebSocket.frame(CONTINUATION, part)),
            RawWebSocket.frame(FINAL | CONTINUATION, "x"));
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws")) {
      client.send(message);
      assertThat(client.hear()).contains("INVALID_JSON");
      client.send(message);
      assertThat(client.hear()).contains("INVALID_JSON");
    }
  }

  /** The gateway closes first; the client does not answer, and goes on. */
  @Test
  void aFloodBehindTheCloseEndsTheWaitForTheClientsClose() throws Exception {
    // It would wait for 5 s.
    Promptness.assertWithin(Duration.ofSeconds(4), this::untilTheEndBehindAFlood);
  }

  private Duration untilTheEndBehindAFlood() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws/none")) {
      client.hearUntil("close:1008");
      client.send(times(20, RawWebSocket.frame(FINAL | PING, "")));
      long flooded = System.nanoTime();
      assertThat(client.hearOut()).containsExactly("eof");
      return Promptness.since(flooded);
    }
  }

  @Test
  void aThousandClosesAreAnsweredOnce() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws")) {
      client.send(times(1_000, RawWebSocket.close(1000, "")));

      assertThat(client.hearOut()).containsExactly("close:1000", "eof");
    }
  }
}
