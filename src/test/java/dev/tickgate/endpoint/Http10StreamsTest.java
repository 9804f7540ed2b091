package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.WsClient;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams to clients and proxies that speak HTTP/1.0, where the body ends with the connection. */
class Http10StreamsTest {
  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(1));

  @BeforeAll
  static void start() {
    GatewayFixture.await(gateway.leader.serve());
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "keep-alive"})
  void serverSentEventsAreNotChunkedAndTheSessionLeavesWithItsClient(String connection) {
    try (WsClient other = new WsClient(gateway.vertx, gateway.port(), "/ws/ticker_usd_jpy");
        RawHttp client = new RawHttp(gateway.port())) {
      await().until(() -> gateway.reached.open() == 1);
      client.say("GET /sse?topic=ticks.USD_JPY HTTP/1.0\r\nConnection: " + connection + "\r\n\r\n");
      String head = client.hearUntil("\r\n\r\n");
      await().until(() -> gateway.reached.open() == 2);
      gateway.leader.publish();

      assertThat(head)
          .startsWith("HTTP/1.0 200 ")
          .doesNotContainIgnoringCase("transfer-encoding")
          .doesNotContainIgnoringCase("content-length")
          .containsIgnoringCase("connection: close");
      assertThat(client.hearUntil("\"symbol\"")).doesNotContainPattern("(?m)^[0-9a-f]+\r$");
      // Two heartbeats, to both.
      client.hearUntil("\"heartbeat\"");
      client.hearUntil("\"heartbeat\"");
      await().until(() -> other.messages("heartbeat").size() >= 2);
    }
    await().until(() -> gateway.reached.open() == 0);
    await().until(() -> gateway.counter.connections() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xhr_streaming", "eventsource", "htmlfile?c=a", "xhr", "jsonp?c=a"})
  void sockJsIsClosedAfterItsAnswer(String transport) {
    String method = transport.startsWith("xhr") ? "POST" : "GET";
    for (String connection : new String[] {"close", "keep-alive"}) {
      String path = "/eventbus/000/%s%d/%s".formatted(connection, transport.length(), transport);
      try (RawHttp client = new RawHttp(gateway.port())) {
        client.say(
            "%s %s HTTP/1.0\r\nConnection: %s\r\nContent-Length: 0\r\n\r\n"
                .formatted(method, path, connection));

        String head = client.hearUntil("\r\n\r\n");

        assertThat(head)
            .startsWith("HTTP/1.0 200 ")
            .doesNotContainIgnoringCase("transfer-encoding");
        client.hearUntil("o");
      }
    }
    await().until(() -> gateway.reached.open() == 0);
    await().until(() -> gateway.counter.connections() == 0);
  }

  @Test
  void theEndIsSaidBeforeTheConnectionCloses() {
    try (GatewayFixture stopping = new GatewayFixture(1, 100, Duration.ofSeconds(30));
        RawHttp client = new RawHttp(stopping.port())) {
      client.say("GET /sse?topic=ticks.USD_JPY HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      client.hearUntil("\r\n\r\n");
      await().until(() -> stopping.reached.open() == 1);
      stopping.vertx.close();

      assertThat(client.hearOut()).contains("event: close");
    }
  }
}
