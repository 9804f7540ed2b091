package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames of HTTP/2 that ask for nothing are counted; too many end the connection. */
class Http2FloodTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int GOAWAY = 0x7;
  private static final int ENHANCE_YOUR_CALM = 0xB;

  @TempDir static Path dir;
  private static final Certificates AUTHORITY = new Certificates("test authority");
  @Fixture private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    Certificates.Pair files = AUTHORITY.issue(dir, "gateway");
    Limits limits = new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 1, 50, LONG, LONG);
    gateway = new GatewayFixture(1, 100, LONG, limits, false, 100, TlsCase.edge(files));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "pings, 6, 8, 400",
    "settings, 4, 0, 400",
    "frames of no known type, 99, 4, 400",
    "grants of nearly nothing, 8, 4, 4000",
  })
  void aFloodIsAnsweredWithAGoAway(String name, int type, int length, int count)
      throws IOException {
    try (SSLSocket socket = TlsCase.rawHttp2(AUTHORITY, gateway.port())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(frame(4, 0));
      ByteBuffer flood = ByteBuffer.allocate(count * (9 + length));
      for (int i = 0; i < count; i++) {
        flood.put(frame(type, length));
      }
      flood(out, flood.array());

      assertThat(goAway(new DataInputStream(socket.getInputStream()))).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  private static void flood(OutputStream out, byte[] frames) throws IOException {
    try {
      out.write(frames);
    } catch (SocketException closed) {
      // The server has said its GOAWAY and closed before it read all of them.
    }
  }

  /** On stream 0; the payload is the number 1. */
  private static byte[] frame(int type, int length) {
    ByteBuffer frame = ByteBuffer.allocate(9 + length).putInt(length << 8 | type);
    if (length > 0) {
      frame.put(8 + length, (byte) 1);
    }
    return frame.array();
  }

  /** The error code of the first GOAWAY. */
  private static int goAway(DataInputStream in) throws IOException {
    while (true) {
      int head = in.readInt();
      in.skipNBytes(5);
      byte[] payload = in.readNBytes(head >>> 8);
      if ((head & 0xFF) == GOAWAY) {
        return ByteBuffer.wrap(payload).getInt(4);
      }
    }
  }
}
