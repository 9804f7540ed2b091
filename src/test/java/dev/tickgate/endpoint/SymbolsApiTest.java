package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The symbols that a page may choose among. */
class SymbolsApiTest {
  private static final Topic EUR_USD = new Topic("ticks.fx.EUR_USD");

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
  void withoutAPollerItListsTheSymbolsOfWhichAnotherLoopOfTheNodeHasTicks() {
    try (GatewayFixture gateway = ofTheTable()) {
      Position head = new Position(7, 3);
      List<Publication> ticks = List.of(Publication.at(EUR_USD, head, "{\"bid\":1.25}"));
      GatewayFixture.await(
          gateway.hubs.ask(
              (place, hub) -> {
                if (place == 1) {
                  hub.fill(EUR_USD, head, ticks);
                }
                return place;
              }));

      for (int i = 0; i < 4; i++) {
        assertThat(new Http(gateway.port()).get("/api/symbols").body())
            .contains("\"topic\":\"ticks.fx.EUR_USD\"");
      }
    }
  }

  @Test
  void withoutAPollerAndWithoutAKnownSymbolItDoesNotAnswerWithAnEmptyList() {
    try (GatewayFixture gateway = ofTheTable()) {
      HttpResponse<String> answer = new Http(gateway.port()).get("/api/symbols");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("SYMBOLS_UNAVAILABLE");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
  }

  /** Returns a gateway with two loops, at which clients may read the topics of the table alone. */
  private static GatewayFixture ofTheTable() {
    return new GatewayFixture(
        GatewayFixture.LIMITS,
        AccessPolicy.of(AccessPolicy.open("ticks.fx.*")),
        harness -> AuthServices.NONE);
  }

  @Test
  void itNamesNoSymbolThatTheClientMayNotRead() {
    try (GatewayFixture gateway =
        new GatewayFixture(
            GatewayFixture.LIMITS, AccessPolicy.of(), harness -> AuthServices.NONE)) {
      GatewayFixture.await(
          gateway
              .bus
              .journalQueries()
              .serveTopics(
                  GatewayFixture.TABLE_FEED, () -> Future.succeededFuture(List.of(EUR_USD))));

      assertThat(new Http(gateway.port()).get("/api/symbols").body()).endsWith("\"symbols\":[]}");
    }
  }
}
