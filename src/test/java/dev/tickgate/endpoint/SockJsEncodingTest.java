package dev.tickgate.endpoint;

import static dev.tickgate.testing.RawWebSocket.FINAL;
import static dev.tickgate.testing.RawWebSocket.TEXT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawWebSocket;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The cases of the SockJS 0.3.3 suite about characters that browsers change in transit. */
public class SockJsEncodingTest {
  private static final String ECHO = "/diag/sockjs/echo/000/";
  // The server must escape these, each as \\u and four digits in lower case.
  private static final String ESCAPED_BY_SERVERS =
      range(0x200c, 0x200f) + range(0x2028, 0x202f) + range(0x2060, 0x206f) + range(0xfff0, 0xffff);

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(1, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, true);

  private static Http http;

  private final String echo = ECHO + UUID.randomUUID() + "/";

  @BeforeAll
  static void start() {
    http = new Http(gateway.port());
  }

  @Test
  void charactersThatBrowsersChangeAreEscapedWhenPolled() {
    http.post(echo + "xhr", "");
    http.post(echo + "xhr_send", "[\"" + ESCAPED_BY_SERVERS + "\"]");

    assertThat(http.post(echo + "xhr", "").body())
        .isEqualTo("a[\"" + escaped(ESCAPED_BY_SERVERS) + "\"]\n");
  }

  @Test
  void charactersThatBrowsersChangeAreEscapedOverAWebSocket() {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), echo + "websocket")) {
      assertThat(client.hear()).isEqualTo("text:o");
      client.send(RawWebSocket.frame(FINAL | TEXT, "[\"" + ESCAPED_BY_SERVERS + "\"]"));

      assertThat(client.hear()).isEqualTo("text:a[\"" + escaped(ESCAPED_BY_SERVERS) + "\"]");
    }
  }

  /** Clients escape a part of them; here each character but surrogates. */
  @Test
  void whateverAClientEscapesIsDecoded() {
    http.post(echo + "xhr", "");
    for (int block = 0; block < 0x10000; block += 0x1000) {
      String text = range(block, block + 0xfff).replaceAll("\\p{Cs}", "");
      http.post(echo + "xhr_send", "[\"" + escaped(text) + "\"]");

      String frame = http.post(echo + "xhr", "").body();
      assertThat(new JsonArray(frame.substring(1)).getString(0)).isEqualTo(text);
    }
  }

  private static String range(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Character::toString).collect(joining());
  }

  private static String escaped(String text) {
    return text.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(joining());
  }
}
