package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The symbols that a page may choose among. */
class SymbolsApiTest {
  @Test
  void itTellsHowToWriteTheQuotesAndTheTime() {
    try (GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30))) {
      GatewayFixture.await(gateway.leader.serve());
      gateway.leader.publish();
      await().until(() -> gateway.replicas.incomplete().isEmpty());

      JsonObject answer = new JsonObject(new Http(gateway.port()).get("/api/symbols").body());

      assertThat(answer.getJsonArray("symbols"))
          .containsExactly(
              new JsonObject()
                  .put("symbol", "USD_JPY")
                  .put("topic", "ticks.USD_JPY")
                  .put("name", "USD/JPY")
                  .put("decimals", 3)
                  .put("pip", 0.01)
                  .put("demo", false));
      assertThat(Duration.between(Instant.parse(answer.getString("now")), Instant.now()))
          .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(10));
    }
  }

  @Test
  void itNamesNoSymbolThatTheClientMayNotRead() {
    try (GatewayFixture gateway =
        new GatewayFixture(
            GatewayFixture.LIMITS, AccessPolicy.of(), harness -> AuthServices.NONE)) {
      assertThat(new Http(gateway.port()).get("/api/symbols").body()).endsWith("\"symbols\":[]}");
    }
  }
}
