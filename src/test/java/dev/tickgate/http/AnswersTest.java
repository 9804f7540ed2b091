package dev.tickgate.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long answers over HTTP: compressed, cached by their clients, and bounded while they are unread.
 */
class AnswersTest {
  private static final int TICKS = 10_000;
  private static final String END = "\r\n\r\n";
  // 8 MiB may be unread, and 2 MiB of one address.
  private static final Limits LIMITS =
      new Limits(
          0, 0, 0, 0, 0, 0, 8 << 20, 64 << 10, 0, 1, Duration.ofSeconds(30), Duration.ofMinutes(1));

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(1, TICKS, Duration.ofSeconds(30), LIMITS, false);

  @BeforeAll
  static void start() {
    GatewayFixture.await(gateway.leader.serve());
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    for (int i = 0; i < TICKS; i++) {
      gateway.leader.publish();
    }
    await().until(() -> ask("/api/ticks/USD_JPY?limit=1").contains("\"offset\":" + TICKS));
  }

  private static String ask(String path, String... headers) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      String lines = String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList());
      return client
          .say("GET %s HTTP/1.1\r\nHost: a\r\n%sConnection: close%s".formatted(path, lines, END))
          .hearOut();
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf(END) + END.length());
  }

  private static String unzip(String body) throws IOException {
    byte[] bytes = body.getBytes(ISO_8859_1);
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/css/base.css", "/js/main.js", "/api/ticks/USD_JPY?limit=10000"})
  void aTextIsCompressedForThoseThatTakeIt(String path) throws IOException {
    String plain = ask(path);
    String gzip = ask(path, "Accept-Encoding: br, gzip;q=0.5");

    assertThat(plain).containsIgnoringCase("vary: accept-encoding");
    assertThat(plain).doesNotContainIgnoringCase("content-encoding");
    assertThat(gzip).containsIgnoringCase("vary: accept-encoding");
    assertThat(gzip).containsIgnoringCase("content-encoding: gzip");
    assertThat(unzip(body(gzip))).isEqualTo(body(plain));
    assertThat(gzip.length()).isLessThan(plain.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip;q=0", "gzip; q=0.0, br", "identity", "xgzip", "*;q=0"})
  void nobodyElseGetsItCompressed(String accepted) {
    assertThat(ask("/", "Accept-Encoding: " + accepted))
        .doesNotContainIgnoringCase("content-encoding");
  }

  @Test
  void anAnswerOfTheApiIsNotKept() {
    assertThat(ask("/api/ticks/USD_JPY")).containsIgnoringCase("cache-control: no-store\r\n");
  }

  @Test
  void aFileThatIsKnownIsNotSentAgain() {
    String known = "If-None-Match: W/\"other\", \"" + Assets.VERSION + "\"";

    assertThat(ask("/js/main.js", known)).startsWith("HTTP/1.1 304 ").endsWith(END);
    assertThat(ask("/js/main.js", "If-None-Match: \"other\"")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/js",
        "/js/",
        "/js/../../x.js",
        "/.hidden",
        "/js/main.js/",
        "/META-INF/a.b",
        "/assets/x",
        "/assets/x/../../x.js",
        "/no.js"
      })
  void thereIsNothingButTheFiles(String path) {
    assertThat(ask(path)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void answersThatAreNotReadAreBoundedAndGivenBack() {
    String long1 = "GET /api/ticks/USD_JPY?limit=10000 HTTP/1.1\r\nHost: a" + END;
    List<RawHttp> clients = new ArrayList<>();
    try {
      await()
          .until(
              () -> {
                clients.add(new RawHttp(gateway.port()).say(long1.repeat(10)));
                return gateway.reached.count(Limit.ANSWERS) > 0;
              });
      assertThat(gateway.counter.answers().total()).isLessThanOrEqualTo(2L << 20);
    } finally {
      clients.forEach(RawHttp::close);
    }
    await().until(() -> gateway.counter.answers().total() == 0);
    assertThat(ask("/api/ticks/USD_JPY?limit=10000")).startsWith("HTTP/1.1 200 ");
  }
}
