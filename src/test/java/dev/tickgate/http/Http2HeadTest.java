package dev.tickgate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HEAD over HTTP/2, by the frames themselves: a client library may drop a body, and others reset
 * the stream of an answer that has one.
 */
class Http2HeadTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int DATA = 0x0;
  private static final int HEADERS = 0x1;
  private static final int END_STREAM = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int STREAM = 1;

  @TempDir static Path dir;
  private static final Certificates AUTHORITY = new Certificates("test authority");
  @Fixture private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    Certificates.Pair files = AUTHORITY.issue(dir, "gateway");
    gateway =
        new GatewayFixture(1, 100, LONG, GatewayFixture.LIMITS, false, 100, TlsCase.edge(files));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/none",
        "/api/none",
        "/api/symbols",
        "/api/ticks/USD_JPY",
        "/api/ticks/NONE",
        "/ws",
        "/eventbus",
      })
  void theAnswerHasNoBody(String path) throws IOException {
    try (SSLSocket socket = TlsCase.rawHttp2(AUTHORITY, gateway.port())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      out.write(head(path));

      assertThat(body(new DataInputStream(socket.getInputStream()))).isZero();
    }
  }

  /** A request, with fields of HPACK's static table and literals without indexing. */
  private static byte[] head(String path) {
    ByteBuffer fields = ByteBuffer.allocate(200);
    fields.put((byte) 0x87); // :scheme https
    literal(fields, 1, "localhost"); // :authority
    literal(fields, 2, "HEAD"); // :method
    literal(fields, 4, path); // :path
    int length = fields.flip().remaining();
    return ByteBuffer.allocate(9 + length)
        .putInt(length << 8 | HEADERS)
        .put((byte) (END_STREAM | END_HEADERS))
        .putInt(STREAM)
        .put(fields)
        .array();
  }

  private static void literal(ByteBuffer fields, int name, String value) {
    fields.put((byte) name).put((byte) value.length()).put(value.getBytes(US_ASCII));
  }

  /** The bytes of the body, once the answer has ended. */
  private static int body(DataInputStream in) throws IOException {
    int bytes = 0;
    boolean answered = false;
    while (true) {
      int head = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      int length = head >>> 8;
      in.skipNBytes(length);
      int type = head & 0xFF;
      answered |= stream == STREAM && type == HEADERS;
      if (stream == STREAM && type == DATA) {
        bytes += length;
      }
      if (stream == STREAM && answered && (flags & END_STREAM) != 0) {
        return bytes;
      }
    }
  }
}
