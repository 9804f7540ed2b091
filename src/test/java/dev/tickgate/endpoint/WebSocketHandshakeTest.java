package dev.tickgate.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawWebSocket;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From HTTP to a WebSocket, byte by byte, with and without permessage-deflate. */
class WebSocketHandshakeTest {
  private static final int PATIENCE_MS = 60_000;
  private static final int FINAL_TEXT = 0x81;

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(1, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, true);

  @BeforeAll
  static void start() {
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
  }

  /** A connection whose bytes are looked at. */
  private static final class Raw implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Raw() throws IOException {
      socket = new Socket("127.0.0.1", gateway.port());
      socket.setSoTimeout(PATIENCE_MS);
      in = new DataInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
      return head.toString();
    }

    int first;

    byte[] payload() throws IOException {
      first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
      in.readFully(payload);
      return payload;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static byte[] request(String path, String... headers) {
    String request = RawWebSocket.request(path).strip();
    return (request + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
        .replace("\r\n\r\n\r\n", "\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  /** One system call instead of two: a fifth of what a handshake costs. */
  @Test
  void theAnswerComesInOnePieceWithTheFirstTick() throws IOException {
    byte[] heard = new byte[10_000];
    try (Raw before = new Raw();
        Raw client = new Raw()) {
      before.send(request("/ws/ticker_usd_jpy"));
      before.head();
      // The gateway has the tick now.
      before.payload();

      client.send(request("/ws/ticker_usd_jpy"));
      int length = client.in.read(heard);

      assertThat(new String(heard, 0, length, UTF_8))
          .startsWith("HTTP/1.1 101 ")
          .contains("\"symbol\":\"USD_JPY\"");
    }
  }

  @Test
  void theAnswerIsThatOfTheRfcsExample() throws IOException {
    try (Raw client = new Raw()) {
      client.send(
          new String(request("/ws"), ISO_8859_1)
              .replaceAll("Key: [^\r]*", "Key: dGhlIHNhbXBsZSBub25jZQ==")
              .getBytes(ISO_8859_1));

      assertThat(client.head())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("upgrade: websocket\r\n")
          .containsIgnoringCase("connection: upgrade\r\n")
          .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .doesNotContainIgnoringCase("extensions");
    }
  }

  @Test
  void whatComesWithTheHandshakeIsHeard() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(request("/ws"));
    all.writeBytes(RawWebSocket.frame(FINAL_TEXT, "{\"type\":\"ping\"}"));
    all.writeBytes(RawWebSocket.frame(FINAL_TEXT, "{\"type\":\"ping\"}"));
    try (Raw client = new Raw()) {
      client.send(all.toByteArray());

      client.head();
      for (int i = 0; i < 2; i++) {
        assertThat(new JsonObject(new String(client.payload(), UTF_8)).getString("type"))
            .isEqualTo("pong");
      }
    }
  }

  @Test
  void aWebSocketAfterAnotherRequestOnTheConnectionIsOne() throws IOException {
    try (Raw client = new Raw()) {
      client.send("GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
      String refused = client.head();
      assertThat(refused).startsWith("HTTP/1.1 426 ");
      int body = Integer.parseInt(refused.replaceAll("(?si).*content-length: (\\d+).*", "$1"));
      client.in.readNBytes(body);

      client.send(request("/ws"));
      client.send(RawWebSocket.frame(FINAL_TEXT, "{\"type\":\"ping\"}"));

      assertThat(client.head()).startsWith("HTTP/1.1 101 ");
      assertThat(new String(client.payload(), UTF_8)).contains("pong");
    }
  }

  @Test
  void whoAgreesOnCompressionGetsItAndMayUseIt() throws Exception {
    try (Raw client = new Raw()) {
      client.send(
          request("/ws", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));
      assertThat(client.head())
          .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");

      client.send(
          RawWebSocket.frame(
              FINAL_TEXT | RawWebSocket.COMPRESSED,
              RawWebSocket.deflate("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}")));
      client.payload();
      byte[] tick = client.payload();

      assertThat(client.first).isEqualTo(FINAL_TEXT | RawWebSocket.COMPRESSED);
      assertThat(new JsonObject(inflate(tick)).getString("symbol")).isEqualTo("USD_JPY");
    }
  }

  @Test
  void whoDidNotAgreeOnCompressionMayNotUseIt() throws Exception {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/ws")) {
      client.send(
          RawWebSocket.frame(
              FINAL_TEXT | RawWebSocket.COMPRESSED, RawWebSocket.deflate("{\"type\":\"ping\"}")));

      assertThat(client.hearOut()).containsExactly("close:1002", "eof");
    }
  }

  @Test
  void aMessageThatGrowsBeyondTheLimitIsClosedWith1009() throws Exception {
    try (Raw client = new Raw()) {
      client.send(request("/ws", "Sec-WebSocket-Extensions: permessage-deflate"));
      client.head();

      client.send(
          RawWebSocket.frame(
              FINAL_TEXT | RawWebSocket.COMPRESSED, RawWebSocket.deflate("x".repeat(10 << 20))));

      byte[] close = client.payload();
      assertThat(client.first).isEqualTo(0x88);
      assertThat((close[0] & 0xFF) << 8 | close[1] & 0xFF).isEqualTo(1009);
    }
  }

  private static String inflate(byte[] message) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    byte[] whole = Arrays.copyOf(message, message.length + 4);
    whole[message.length + 2] = (byte) 0xFF;
    whole[message.length + 3] = (byte) 0xFF;
    inflater.setInput(whole);
    byte[] out = new byte[64 * 1024];
    int n = inflater.inflate(out);
    inflater.end();
    return new String(out, 0, n, UTF_8);
  }
}
