package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each origin on each way in. */
class OriginTest {
  private static final String UPGRADE =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n";
  private static final String TOPIC = "topic=ticks.USD_JPY";

  /** The requests, and the status where the origin is allowed. */
  private static final List<Way> WAYS =
      List.of(
          new Way("GET", "/ws", UPGRADE, 101),
          new Way("GET", "/ws/ticker_usd_jpy", UPGRADE, 101),
          new Way("GET", "/eventbus/websocket", UPGRADE, 101),
          new Way("GET", "/eventbus/000/%s/websocket", UPGRADE, 101),
          new Way("GET", "/eventbus/info", "", 200),
          new Way("POST", "/eventbus/000/%s/xhr", "", 200),
          new Way("POST", "/eventbus/000/%s/xhr_streaming", "", 200),
          new Way("POST", "/eventbus/000/%s/xhr_send", "", 404),
          new Way("GET", "/eventbus/000/%s/eventsource", "", 200),
          new Way("GET", "/eventbus/000/%s/htmlfile?c=f", "", 200),
          new Way("GET", "/eventbus/000/%s/jsonp?c=f", "", 200),
          new Way("OPTIONS", "/eventbus/000/%s/xhr", "", 204),
          new Way("GET", "/eventbus/iframe.html", "", 200),
          new Way("GET", "/sse?" + TOPIC, "", 200),
          new Way("GET", "/sse", "", 400),
          new Way("GET", "/api/ticks/USD_JPY", "", 200),
          new Way("GET", "/", "", 200));

  private static final List<String> LET_IN =
      List.of(
          "http://Localhost",
          "http://localhost:80",
          "https://app.example.com",
          "https://app.example.com:443",
          "https://a.b.example.net",
          "http://other.example.com:8080");

  private static final List<String> KEPT_OUT =
      List.of(
          "https://evil.example",
          "null",
          "",
          "http://localhost:8081",
          "https://localhost",
          "http://app.example.com",
          "https://app.example.com:8443",
          "https://app.example.com.evil.example",
          "https://evil-app.example.com",
          "https://appxexample.com",
          "https://example.net",
          "https://evilexample.net",
          "https://app.example.com@evil.example",
          "https://app.example.com/",
          "https://app.example.com evil",
          "file://",
          "*",
          "https://*.example.net",
          "https://.example.net",
          "https://a..example.net",
          "https://app.example.com\r\nOrigin: https://app.example.com");

  @Fixture private static GatewayFixture gateway;

  private record Way(String method, String path, String headers, int status) {}

  @BeforeAll
  static void start() {
    List<String> named =
        List.of(
            "https://app.example.com", "https://*.example.net", "http://other.example.com:8080");
    EdgeSettings edge = GatewayFixture.edge(named, List.of());
    gateway =
        new GatewayFixture(2, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, false, 100, edge);
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
  }

  static Stream<Arguments> letIn() {
    return WAYS.stream().flatMap(way -> LET_IN.stream().map(origin -> Arguments.of(way, origin)));
  }

  static Stream<Arguments> keptOut() {
    return WAYS.stream().flatMap(way -> KEPT_OUT.stream().map(origin -> Arguments.of(way, origin)));
  }

  @ParameterizedTest
  @MethodSource("letIn")
  void whoIsNamedOrOfOursIsLetIn(Way way, String origin) {
    String head = head(way, "Origin: " + origin + "\r\n");

    assertThat(head).startsWith("HTTP/1.1 " + way.status + " ");
    if (way.status != 101) {
      assertThat(head)
          .containsOnlyOnce("access-control-allow-origin: " + origin.toLowerCase() + "\r\n")
          .containsOnlyOnce("access-control-allow-credentials: true\r\n")
          .contains("vary: origin\r\n");
    }
  }

  @ParameterizedTest
  @MethodSource("keptOut")
  void whoIsNotIsRefusedAndNeverReflected(Way way, String origin) {
    String head = head(way, "Origin: " + origin + "\r\n");

    assertThat(head)
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("access-control")
        .contains("vary: origin\r\n");
    if (origin.contains("evil")) {
      assertThat(head).doesNotContain("evil");
    }
  }

  @Test
  void whoIsNoPagePassesAndNobodyMayReadOverItsShoulder() {
    for (Way way : WAYS) {
      String head = head(way, "");
      assertThat(head)
          .as(way.path)
          .startsWith("HTTP/1.1 " + way.status + " ")
          .doesNotContain("access-control-allow-");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, no-cors, /eventbus/000/a/jsonp?c=f, 403",
    "same-site, no-cors, /eventbus/000/b/jsonp?c=f, 403",
    "same-origin, no-cors, /eventbus/000/c/jsonp?c=f, 200",
    "none, navigate, /eventbus/000/d/jsonp?c=f, 200",
    "cross-site, no-cors, /eventbus/000/e/htmlfile?c=f, 403",
    "cross-site, no-cors, /api/ticks/USD_JPY, 403",
    "cross-site, no-cors, /sse?topic=ticks.USD_JPY, 403",
    "cross-site, navigate, /, 200",
    "cross-site, no-cors, /vendor/sockjs.min.js, 200"
  })
  void aScriptOfOursInAPageOfElsewhereIsRefused(String site, String mode, String path, int status) {
    String fetch = "Sec-Fetch-Site: " + site + "\r\nSec-Fetch-Mode: " + mode + "\r\n";

    assertThat(head(new Way("GET", path, fetch, status), "")).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aPreflightIsAnsweredForWhoIsNamed() {
    String asks = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: a\r\n";
    Way way = new Way("OPTIONS", "/eventbus/000/%s/xhr", asks, 204);

    assertThat(head(way, "Origin: https://app.example.com\r\n"))
        .startsWith("HTTP/1.1 204 ")
        .contains("access-control-allow-methods: get, post, put, patch, delete\r\n")
        .contains(
            "access-control-allow-headers: authorization, cache-control, content-type,"
                + " idempotency-key, if-match, last-event-id\r\n")
        .contains("access-control-expose-headers: etag, location, retry-after\r\n")
        .contains("access-control-max-age: 600\r\n");
    assertThat(head(way, "Origin: https://evil.example\r\n")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void theFramesOfSockJsOpenOnlyInPagesOfThoseWhoAreNamed() {
    for (String path : List.of("/eventbus/iframe.html", "/eventbus/000/%s/htmlfile?c=f")) {
      assertThat(head(new Way("GET", path, "", 200), ""))
          .contains(
              "frame-ancestors 'self' https://app.example.com:443 https://*.example.net:443"
                  + " http://other.example.com:8080\r\n");
    }
  }

  @Test
  void refusalsAreCountedAndSayWhatTheyAre() {
    int before = gateway.reached.count(Limit.ORIGIN);
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n");

      assertThat(client.hearUntil("}")).contains("\"code\":\"ORIGIN_DENIED\"");
      assertThat(gateway.reached.count(Limit.ORIGIN)).isEqualTo(before + 1);
      // Of several pages that share a connection one is no reason to cut off the others.
      client.say("GET /api/ticks/USD_JPY HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.hearUntil("\r\n")).isEqualTo("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void whoeverMayAskGetsNoCredentials() {
    EdgeSettings open = GatewayFixture.edge(List.of("*", "https://app.example.com"), List.of());
    try (GatewayFixture other =
        new GatewayFixture(
            1, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, false, 100, open)) {
      Way way = new Way("GET", "/sse?" + TOPIC, "", 200);
      for (String origin : List.of("https://evil.example", "null")) {
        assertThat(head(other, way, "Origin: " + origin + "\r\n"))
            .contains("access-control-allow-origin: *\r\n")
            .doesNotContain("credentials");
      }
      assertThat(head(other, way, "Origin: https://app.example.com\r\n"))
          .contains("access-control-allow-origin: https://app.example.com\r\n")
          .contains("access-control-allow-credentials: true\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, https, public.example, https://public.example, 200",
    "127.0.0.0/8, https, public.example, http://public.example, 403",
    "127.0.0.0/8, https, public.example, http://localhost, 403",
    "10.0.0.0/8, https, public.example, https://public.example, 403",
    "10.0.0.0/8, https, public.example, http://localhost, 200"
  })
  void onlyATrustedProxySaysHowWeAreSeenFromOutside(
      String proxy, String scheme, String host, String origin, int status) {
    EdgeSettings edge = GatewayFixture.edge(List.of(), List.of(proxy, "::1"));
    String forwarded = "X-Forwarded-Proto: " + scheme + "\r\nX-Forwarded-Host: " + host + "\r\n";
    try (GatewayFixture other =
        new GatewayFixture(
            1, 100, Duration.ofSeconds(30), GatewayFixture.LIMITS, false, 100, edge)) {
      Way way = new Way("GET", "/sse?" + TOPIC, forwarded, status);
      assertThat(head(other, way, "Origin: " + origin + "\r\n")).startsWith("HTTP/1.1 " + status);
    }
  }

  private static String head(Way way, String origin) {
    return head(gateway, way, origin);
  }

  /** In small letters. */
  private static String head(GatewayFixture gateway, Way way, String origin) {
    String session = Long.toHexString(System.nanoTime());
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say(
          "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s%s\r\n"
              .formatted(
                  way.method,
                  way.path.formatted(session),
                  way.headers,
                  origin,
                  way.method.equals("POST") ? "Content-Length: 0\r\n" : ""));
      String head = client.hearUntil("\r\n\r\n");
      return head.substring(0, 9) + head.substring(9).toLowerCase();
    }
  }
}
