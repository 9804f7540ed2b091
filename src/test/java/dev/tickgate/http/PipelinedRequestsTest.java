package dev.tickgate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests that a client sends before it has the answer to the one before. */
class PipelinedRequestsTest {
  private static final String END = "\r\n\r\n";
  private static final String NOTHING = "GET /api/x HTTP/1.1\r\nHost: a" + END;
  private static final byte[] LARGE =
      ("GET /api/x HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(1000) + END).getBytes(US_ASCII);
  private static final int MUCH = 64 << 20;
  // The buffers of the sockets at both ends grow to about 10 MiB.
  private static final int BUFFERS = 24 << 20;

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

  @Test
  void areNotReadWhileTheAnswersAreNotReadAndAllAreAnsweredThen() throws IOException {
    try (SocketChannel client = connect()) {
      int sent = sendWhileTaken(client);

      assertThat(sent).isLessThan(BUFFERS);
      // The request that was sent in part is completed beside the reading.
      int requests = (sent + LARGE.length - 1) / LARGE.length;
      assertThat(countAnswers(client, requests, sent)).isEqualTo(requests);
    }
  }

  private static SocketChannel connect() throws IOException {
    SocketChannel client = SocketChannel.open();
    client.setOption(StandardSocketOptions.SO_RCVBUF, 16 << 10);
    client.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
    client.configureBlocking(false);
    return client;
  }

  /** Sends until the server has read nothing for half a second; the number of bytes. */
  private static int sendWhileTaken(SocketChannel client) throws IOException {
    int sent = 0;
    long quietSince = System.nanoTime();
    while (sent < MUCH && System.nanoTime() - quietSince < 500_000_000) {
      int offset = sent % LARGE.length;
      int written = client.write(ByteBuffer.wrap(LARGE, offset, LARGE.length - offset));
      if (written > 0) {
        sent += written;
        quietSince = System.nanoTime();
      }
    }
    return sent;
  }

  private static int countAnswers(SocketChannel client, int requests, int alreadySent) {
    int rest = (LARGE.length - alreadySent % LARGE.length) % LARGE.length;
    ByteBuffer unsent = ByteBuffer.wrap(LARGE, LARGE.length - rest, rest);
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    StringBuilder heard = new StringBuilder();
    int[] answers = new int[1];
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              client.write(unsent);
              while (client.read(buffer.clear()) > 0) {
                heard.append(US_ASCII.decode(buffer.flip()));
                answers[0] += take(heard, "HTTP/1.1 404 ");
              }
              return answers[0] >= requests;
            });
    return answers[0];
  }

  /** Takes all that stands before the last occurrence, and counts the occurrences. */
  private static int take(StringBuilder heard, String word) {
    int count = 0;
    for (int at = heard.indexOf(word); at >= 0; at = heard.indexOf(word)) {
      heard.delete(0, at + word.length());
      count++;
    }
    heard.delete(0, Math.max(0, heard.length() - word.length()));
    return count;
  }

  @Test
  void areAnsweredInOrderOneByOne() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say((NOTHING + "GET /ws HTTP/1.1\r\nHost: a" + END).repeat(500));

      for (int i = 0; i < 500; i++) {
        client.hearUntil("HTTP/1.1 404 ");
        client.hearUntil("HTTP/1.1 426 ");
      }
    }
  }

  @Test
  void aHandshakeBehindAnotherRequestIsDoneAfterIt() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(NOTHING + RawWebSocket.request("/ws/ticker_usd_jpy"));

      assertThat(client.hearUntil("HTTP/1.1 101 ")).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void aStreamGoesOnWhileARequestWaitsBehindIt() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say("GET /sse?topic=ticks.USD_JPY HTTP/1.1\r\nHost: a" + END + NOTHING.repeat(100));
      client.hearUntil("event-stream");
      await().until(() -> gateway.reached.open() > 0);
      GatewayFixture.await(gateway.leader.serve());
      await().until(() -> gateway.replicas.incomplete().isEmpty());

      gateway.leader.publish();

      assertThat(client.hearUntil("USD_JPY\"")).doesNotContain("HTTP/1.1 404");
    }
    await().until(() -> gateway.reached.open() == 0);
  }
}
