package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of an address, where a proxy says whose it is, and of how fast clients come. */
class AddressLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String SSE = "GET /sse?topic=ticks.USD_JPY HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String CALL = "GET /api/ticks/USD_JPY HTTP/1.1\r\nHost: a\r\n\r\n";

  @Fixture private GatewayFixture gateway;
  @Fixture private final List<RawHttp> open = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"0, 3, 429, TOO_MANY_CONNECTS", "3, 0, 503, SERVER_BUSY"})
  void whoComesTooFastIsRefused(int perSecond, int perAddress, int status, String code) {
    start(
        new Limits(0, 0, perSecond, perAddress, 0, 0, 64 << 20, 65_536, 0, 1, LONG, LONG),
        List.of(),
        false);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      try (RawHttp client = new RawHttp(gateway.port())) {
        answers.add(client.say(CALL).hearUntil("}"));
      }
    }

    assertThat(answers).filteredOn(answer -> answer.startsWith("HTTP/1.1 200 ")).isNotEmpty();
    assertThat(answers)
        .filteredOn(answer -> answer.startsWith("HTTP/1.1 " + status + " "))
        .isNotEmpty()
        .allMatch(answer -> answer.contains("\"code\":\"" + code + "\""));
    Limit limit = perSecond > 0 ? Limit.CONNECTS : Limit.CONNECTS_PER_ADDRESS;
    assertThat(gateway.reached.count(limit)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "events"})
  void behindAProxyTheClientsOwnAreCounted(String way) {
    String request = way.equals("socket") ? RawWebSocket.request("/ws") : SSE;
    start(
        new Limits(0, 2, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, LONG, LONG),
        List.of("127.0.0.1"),
        false);
    RawHttp first = letIn(request, "203.0.113.7");
    letIn(request, "8.8.8.8, 203.0.113.7");
    letIn(request, "203.0.113.8");
    // An answer that has ended is no longer under way.
    RawHttp pooled = connect();
    for (int i = 0; i < 10; i++) {
      pooled.say(from(CALL, "203.0.113.9")).hearUntil("]}");
    }

    assertThat(connect().say(from(request, "1.1.1.1, 203.0.113.7")).hearUntil("}"))
        .startsWith("HTTP/1.1 429 ")
        .contains("TOO_MANY_CONNECTIONS");
    assertThat(gateway.reached.count(Limit.CONNECTIONS_PER_ADDRESS)).isEqualTo(1);
    first.close();
    await().until(() -> isLetIn(request, "203.0.113.7"));
  }

  @Test
  void behindAProxyAClientThatComesTooFastIsRefusedAndOthersAreNot() {
    start(
        new Limits(0, 0, 0, 1, 0, 0, 64 << 20, 65_536, 0, 1, LONG, LONG),
        List.of("127.0.0.1"),
        false);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      answers.add(connect().say(from(SSE, "203.0.113.7")).hearUntil("\r\n"));
    }

    assertThat(answers).anyMatch(answer -> answer.contains(" 429 "));
    letIn(SSE, "203.0.113.8");
    assertThat(gateway.reached.count(Limit.CONNECTS_PER_ADDRESS)).isPositive();
  }

  @Test
  void whoIsNoTrustedProxyCannotSayThatItIsAnother() {
    start(
        new Limits(0, 1, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, LONG, LONG),
        List.of("10.0.0.0/8"),
        false);
    letIn(SSE, "203.0.113.7");

    assertThat(connect().say(from(SSE, "203.0.113.8")).hearUntil("}")).contains(" 429 ");
  }

  @Test
  void theProxyProtocolTellsTheAddress() {
    start(new Limits(0, 1, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, LONG, LONG), List.of(), true);
    String header = "PROXY TCP4 203.0.113.%d 127.0.0.1 4711 80\r\n";
    assertThat(connect().say(header.formatted(7) + SSE).hearUntil("\r\n")).contains(" 200 ");
    assertThat(connect().say(header.formatted(8) + SSE).hearUntil("\r\n")).contains(" 200 ");

    assertThat(connect().say(header.formatted(7) + SSE).hearUntil("}")).contains(" 429 ");
    // Without its header nobody is answered.
    assertThat(connect().say(CALL).hearOut()).doesNotContain(" 200 ");
  }

  private void start(Limits limits, List<String> proxies, boolean proxyProtocol) {
    EdgeSettings edge =
        new EdgeSettings(
            Origins.of(List.of()), Proxies.of(proxies), proxyProtocol, Optional.empty());
    gateway = new GatewayFixture(2, 100, LONG, limits, false, 100, edge);
  }

  private RawHttp letIn(String request, String forwardedFor) {
    RawHttp client = connect();
    assertThat(client.say(from(request, forwardedFor)).hearUntil("\r\n"))
        .containsAnyOf(" 200 ", " 101 ");
    return client;
  }

  private boolean isLetIn(String request, String forwardedFor) {
    return !connect().say(from(request, forwardedFor)).hearUntil("\r\n").contains(" 429 ");
  }

  private static String from(String request, String forwardedFor) {
    return request.replaceFirst("\r\n\r\n", "\r\nX-Forwarded-For: " + forwardedFor + "\r\n\r\n");
  }

  private RawHttp connect() {
    RawHttp client = new RawHttp(gateway.port());
    open.add(client);
    return client;
  }
}
