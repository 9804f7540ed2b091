package dev.tickgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.GatewayHarness;
import dev.tickgate.testing.RawHttp;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that somebody in front could take for another number of them. */
class DelimitedRequestTest {
  private static final String END = "\r\n\r\n";
  private static final String HIDDEN = "GET /api/ticks/HIDDEN HTTP/1.1\r\nHost: a" + END;
  private static final String CHUNKS = "4\r\nabcd\r\n0" + END;

  private static GatewayHarness gateway;

  @BeforeAll
  static void start() {
    gateway = new GatewayHarness(1, 100, Duration.ofSeconds(30));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 | Content-Length: 14; Transfer-Encoding: chunked",
        "HTTP/1.1 | Transfer-Encoding: chunked; Content-Length: 14",
        "HTTP/1.1 | Content-Length: 0; Transfer-Encoding: Chunked",
        "HTTP/1.1 | Content-Length: 14; Transfer-Encoding: gzip",
        "HTTP/1.1 | Transfer-Encoding: chunked, gzip",
        "HTTP/1.1 | Transfer-Encoding: chunked; Transfer-Encoding: identity",
        "HTTP/1.1 | Transfer-Encoding: identity",
        "HTTP/1.0 | Transfer-Encoding: chunked",
        "HTTP/1.0 | Content-Length: 14; Transfer-Encoding: chunked",
      })
  void itIsRefusedAndNothingBehindItIsRead(String version, String headers) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      String head = "POST /api/none %s\r\nHost: a\r\nConnection: keep-alive\r\n".formatted(version);
      client.say(head + headers.replace("; ", "\r\n") + END + CHUNKS + HIDDEN);

      String heard = client.hearOut();

      assertThat(heard).startsWith(version + " 400 ").doesNotContain("UNKNOWN_SYMBOL");
      assertThat(heard.split("HTTP/1", -1)).hasSize(2);
    }
  }

  @Test
  void chunksAloneAreReadAndTheConnectionIsKept() {
    try (RawHttp client = new RawHttp(gateway.port())) {
      String head = "POST /api/none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked";
      client.say(head + END + CHUNKS + HIDDEN);

      assertThat(client.hearUntil("UNKNOWN_SYMBOL")).contains("HTTP/1.1 404 ");
    }
  }
}
