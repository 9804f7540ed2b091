package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that somebody in front could take for another number of them. */
class DelimitedRequestTest {
  private static final String END = "\r\n\r\n";
  private static final String HIDDEN = "GET /api/ticks/HIDDEN HTTP/1.1\r\nHost: a" + END;
  private static final String CHUNKS = "4\r\nabcd\r\n0" + END;

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

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

  /** The size of the first chunk, and the rest of a body that hides a request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "100000004",
        "ffffffff00000004",
        "80000000",
        "-4",
        "+4",
        "0x4",
        "4 4",
        "4 ",
        " 4",
        "",
        ";a=b",
        "4;",
        "4;a=\"b",
        "4;a b",
        "4\r",
      })
  void aMalformedChunkIsRefusedAndNothingBehindItIsRead(String size) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      String head =
          "POST /eventbus/000/one/xhr_send HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked";
      client.say(head + END + size + "\r\nabcd\r\n0" + END + HIDDEN);

      String heard = client.hearOut();

      assertThat(heard).startsWith("HTTP/1.1 400 ").contains("\"code\":\"BAD_REQUEST\"");
      assertThat(heard.split("HTTP/1", -1)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: a\r\nHost: a",
        "Host: a\r\nHost: b",
        "Accept: */*",
        "Host: a\r\n: b",
        "Host: a\r\nX",
        "Host : a",
        "Host: a\r\nX\u0001: b",
      })
  void aHeadWithoutOneHostOrWithoutANameIsRefused(String headers) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say("GET /api/none HTTP/1.1\r\n" + headers + END + HIDDEN);

      String heard = client.hearOut();

      assertThat(heard).startsWith("HTTP/1.1 400 ");
      assertThat(heard.split("HTTP/1", -1)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4", "04", "00000000000000000004", "4;a", "4;a=b", "4 ; a = \"b;\\\"c\";d"})
  void theExtensionsOfChunksAreIgnored(String size) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      String head = "POST /api/none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked";
      client.say(head + END + size + "\r\nabcd\r\n0;x\r\nT: u" + END + HIDDEN);

      assertThat(client.hearUntil("UNKNOWN_SYMBOL")).contains("HTTP/1.1 404 ");
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
