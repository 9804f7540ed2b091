package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with the method HEAD. */
class HeadTest {
  private static final String END = "\r\n\r\n";

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/css/base.css",
        "/vendor/sockjs.min.js",
        "/no-such-page",
        "/api/none",
        "/api/ticks/USD_JPY",
        "/api/ticks/NONE",
        "/api/ticks/USD_JPY?limit=0",
        "/ws",
        "/ws/ticker_usd_jpy",
        "/eventbus",
        "/api/symbols",
      })
  void itIsTheSameAsWithTheBodyAndNothingFollows(String path) {
    String head = ask("HEAD", path);

    assertThat(head).endsWith(END);
    assertThat(lines(head)).isEqualTo(lines(ask("GET", path)));
  }

  /** The header without the lines of the body's length, which only a body has. */
  private static List<String> lines(String answer) {
    return answer
        .substring(0, answer.indexOf(END))
        .lines()
        .filter(line -> !line.matches("(?i)(content-length|date):.*"))
        .sorted()
        .toList();
  }

  @Test
  void aStreamHasNoHeadOfItsOwn() {
    assertThat(ask("HEAD", "/sse?topic=ticks.USD_JPY")).startsWith("HTTP/1.1 404 ").endsWith(END);
    assertThat(gateway.reached.open()).isZero();
  }

  private static String ask(String method, String path) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      return client
          .say(
              "%s %s HTTP/1.1\r\nHost: a\r\nX-Request-Id: 1\r\nConnection: close%s"
                  .formatted(method, path, END))
          .hearOut();
    }
  }
}
