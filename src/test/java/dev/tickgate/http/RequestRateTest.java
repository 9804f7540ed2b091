package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many requests an address may make, and all of them together. */
class RequestRateTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String LONG_ANSWER = "/api/ticks/USD_JPY?limit=1000";
  private static final String PROXY = "127.0.0.1";

  @Fixture private GatewayFixture gateway;

  private void start(int perSecond, int perAddress, List<String> proxies) {
    Limits limits =
        new Limits(0, 0, 0, 0, perSecond, perAddress, 64 << 20, 64 << 10, 0, 1, LONG, LONG);
    gateway =
        new GatewayFixture(
            2,
            1000,
            Duration.ofSeconds(30),
            limits,
            false,
            100,
            GatewayFixture.edge(List.of(), proxies));
  }

  @Test
  void anAddressThatAsksTooOftenIsToldSoAndItsConnectionIsNotReadForASecond() {
    start(0, 2, List.of());
    try (RawHttp client = new RawHttp(gateway.port())) {
      long began = System.nanoTime();
      client.say("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n".repeat(40));

      for (int i = 0; i < 10; i++) {
        assertThat(client.hearUntil("does not exist.\"}")).contains("HTTP/1.1 404 ");
      }
      String refused = client.hearUntil("limit of requests.\"}");
      assertThat(refused).contains("HTTP/1.1 429 ", "TOO_MANY_REQUESTS");
      assertThat(refused).containsIgnoringCase("retry-after: 1");
      client.hearUntil("HTTP/1.1 404 ");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
    }
    assertThat(gateway.reached.count(Limit.REQUESTS_PER_ADDRESS)).isPositive();
  }

  @Test
  void clientsBehindAProxyHaveARateEach() {
    start(0, 1, List.of(PROXY));
    try (RawHttp proxy = new RawHttp(gateway.port())) {
      // While the machine stands still the rate comes back.
      await().until(() -> ask(proxy, "192.0.2.1", 6) % 1000 == 429);
      assertThat(ask(proxy, "192.0.2.2", 1)).isEqualTo(404);
    }
  }

  /** The statuses of the answers, one behind the other. */
  private static long ask(RawHttp proxy, String address, int times) {
    StringBuilder statuses = new StringBuilder();
    for (int i = 0; i < times; i++) {
      proxy.say("GET /api/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + address + "\r\n\r\n");
      statuses.append(proxy.hearUntil("\"}").replaceAll("(?s)HTTP/1.1 (\\d+) .*", "$1"));
    }
    return Long.parseLong(statuses.toString());
  }

  @Test
  void allTogetherHaveARate() {
    start(5, 0, List.of(PROXY));
    try (RawHttp proxy = new RawHttp(gateway.port())) {
      AtomicInteger client = new AtomicInteger();
      for (int i = 0; i < 5; i++) {
        assertThat(ask(proxy, "192.0.2." + client.incrementAndGet(), 1)).isEqualTo(404);
      }
      await().until(() -> ask(proxy, "192.0.2." + client.incrementAndGet(), 1) == 503);
    }
    assertThat(gateway.reached.count(Limit.REQUESTS)).isPositive();
  }

  @Test
  void aLongAnswerCountsForSeveral() {
    start(0, 10, List.of());
    GatewayFixture.await(gateway.leader.serve());
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    for (int i = 0; i < 1000; i++) {
      gateway.leader.publish();
    }
    int[] answers = new int[1];
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              try (RawHttp client = new RawHttp(gateway.port())) {
                client.say(
                    "GET " + LONG_ANSWER + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                answers[0]++;
                return client.hearOut().startsWith("HTTP/1.1 429 ");
              }
            });
    // Of short ones there would have been fifty.
    assertThat(answers[0]).isLessThan(20);
  }

  @Test
  void streamsAreOpenedAlsoWhereAPageHasUsedTheRateUp() {
    start(0, 1, List.of());
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.say("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n".repeat(30));
      client.hearUntil("HTTP/1.1 429 ");
    }
    try (RawHttp client = new RawHttp(gateway.port());
        RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws")) {
      client.say("GET /sse?topic=ticks.USD_JPY HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      socket.say("{\"type\":\"ping\"}");
      assertThat(socket.hear()).contains("pong");
    }
  }
}
