package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.SessionTraces;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.LogFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code X-Request-Id}: the client finds it in each answer, the operator in the log. */
class RequestIdsTest {
  @Fixture
  private final GatewayFixture gateway = new GatewayFixture(2, 100, Duration.ofSeconds(30));

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String id(HttpResponse<?> answer) {
    return answer.headers().firstValue("X-Request-Id").orElseThrow();
  }

  @Test
  void eachAnswerHasAnIdOfItsOwn() throws Exception {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      ids.add(id(get(i % 2 == 0 ? "/api/symbols" : "/no/such/page")));
    }

    assertThat(ids).hasSize(10).allMatch(id -> id.matches("[a-z0-9-]{3,20}"));
  }

  @Test
  void theIdThatTheClientGivesIsKeptWhereItHasTheForm() throws Exception {
    assertThat(id(get("/", "X-Request-Id", "proxy-17:a.b_C"))).isEqualTo("proxy-17:a.b_C");
    for (String bad : new String[] {"a b", "x".repeat(65), "\"quoted\"", "é"}) {
      assertThat(id(get("/", "X-Request-Id", bad))).isNotEqualTo(bad);
    }
  }

  @Test
  void theLogOfASessionHasTheIdOfItsHandshake() {
    try (LogFixture log = LogFixture.of(SessionTraces.class)) {
      gateway.reached.traces().begin("", Duration.ofMinutes(1));
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .header("X-Request-Id", "trace-1")
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + gateway.port() + "/ws"),
                  new WebSocket.Listener() {})
              .join();
      socket.sendText("{\"type\":\"ping\"}", true).join();

      Awaitility.await().until(() -> log.events().size() >= 2);
      assertThat(log.events())
          .allMatch(
              line ->
                  line.getKeyValuePairs().stream()
                      .anyMatch(
                          pair -> pair.key.equals("request") && pair.value.equals("trace-1")));
      socket.abort();
    } finally {
      gateway.reached.traces().end("");
    }
  }
}
