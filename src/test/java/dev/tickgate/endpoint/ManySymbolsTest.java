package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedLeader;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.bus.TicksPage;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of clients for a table with many symbols. */
class ManySymbolsTest {
  private static final Topic EUR_USD = new Topic("ticks.fx.EUR_USD");

  @Fixture
  private final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

  private Http http;

  @BeforeEach
  void start() {
    http = new Http(gateway.port());
  }

  @Test
  void theSymbolsOfTheTableAreListedBehindThoseOfTheConfiguration() {
    AtomicInteger questions = new AtomicInteger();
    GatewayFixture.await(
        gateway
            .bus
            .journalQueries()
            .serveTopics(
                GatewayFixture.TABLE_FEED,
                () -> {
                  questions.incrementAndGet();
                  return Future.succeededFuture(List.of(EUR_USD, new Topic("ticks.fx.USD_CHF")));
                }));

    for (int i = 0; i < 3; i++) {
      assertThat(symbols().stream().map(symbol -> symbol.getString("symbol")))
          .containsExactly("USD_JPY", "EUR_USD", "USD_CHF");
    }
    assertThat(symbols().get(1).getString("topic")).isEqualTo("ticks.fx.EUR_USD");
    assertThat(symbols().get(1).getString("name")).isEqualTo("EUR/USD");
    // A second shares an answer.
    assertThat(questions).hasValueLessThan(5);
  }

  @Test
  void oneSymbolIsWrittenAsItsNewestQuotesAre() {
    GatewayFixture.await(gateway.bus.serve(GatewayFixture.TABLE_FEED, new Leader()));

    assertThat(symbols("?symbol=EUR_USD"))
        .singleElement()
        .satisfies(
            symbol -> {
              assertThat(symbol.getString("topic")).isEqualTo(EUR_USD.name());
              assertThat(symbol.getInteger("decimals")).isEqualTo(2);
            });
    assertThat(symbols("?symbol=XXX")).isEmpty();
    assertThat(symbols("?symbol=USD_JPY")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?from=2026-01-01T00:00:00Z"})
  void aSymbolThatNoRowHasHadIsUnknownAndTheLeaderIsNotAsked(String query) {
    GatewayFixture.await(
        gateway
            .bus
            .journalQueries()
            .serveTopics(
                GatewayFixture.TABLE_FEED, () -> Future.succeededFuture(List.of(EUR_USD))));
    GatewayFixture.await(gateway.bus.serve(GatewayFixture.TABLE_FEED, new Leader()));
    GatewayFixture.await(
        gateway
            .bus
            .journalQueries()
            .serveTicks(
                GatewayFixture.TABLE_FEED, request -> Future.succeededFuture(TicksPage.EMPTY)));

    assertThat(http.get("/api/ticks/USD_CHF" + query).statusCode()).isEqualTo(404);
    assertThat(http.get("/api/ticks/EUR_USD" + query).statusCode()).isEqualTo(200);
    assertThat(symbols("?symbol=USD_CHF")).isEmpty();
  }

  @Test
  void withoutAPollerTheSymbolsOfTheConfigurationAreListed() {
    assertThat(symbols().stream().map(symbol -> symbol.getString("symbol")))
        .containsExactly("USD_JPY");
  }

  @Test
  void ticksOfASymbolThatThisNodeDoesNotKeepComeFromTheLeader() {
    GatewayFixture.await(gateway.bus.serve(GatewayFixture.TABLE_FEED, new Leader()));

    JsonObject ticks = new JsonObject(http.get("/api/ticks/EUR_USD?limit=10").body());

    assertThat(ticks.getString("symbol")).isEqualTo("EUR_USD");
    assertThat(ticks.getJsonArray("ticks").getJsonObject(0).getLong("offset")).isEqualTo(3);
  }

  @Test
  void ticksThatNoLeaderAnswersForAreUnavailableNotEmpty() {
    assertThat(http.get("/api/ticks/EUR_USD?limit=10").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({
    "/ws/quotes, MISSING_SYMBOL",
    "/ws/quotes?symbol=, MISSING_SYMBOL",
    "/ws/quotes?symbol=EUR%20USD, UNKNOWN_SYMBOL",
    "/ws/quotes?symbol=EUR/USD, UNKNOWN_SYMBOL",
  })
  void theStreamOfTheTableNeedsASymbol(String path, String code) {
    try (WsClient client = new WsClient(gateway.vertx, gateway.port(), path)) {
      await().until(client.socket()::isClosed);

      assertThat(client.messages().get(0).getString("code")).isEqualTo(code);
      assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
    }
  }

  private List<JsonObject> symbols() {
    return symbols("");
  }

  private List<JsonObject> symbols(String query) {
    return new JsonObject(http.get("/api/symbols" + query).body())
        .getJsonArray("symbols").stream().map(JsonObject.class::cast).toList();
  }

  /** Has one publication of one symbol. */
  private static final class Leader implements FeedLeader {
    @Override
    public Future<CheckReply> check(CheckRequest request) {
      return Future.failedFuture("not asked");
    }

    @Override
    public Future<SyncReply> sync(SyncRequest request) {
      assertThat(request.topic()).isEqualTo(EUR_USD);
      Position head = new Position(7, 3);
      return Future.succeededFuture(
          new SyncReply(
              1,
              0,
              3,
              head,
              FeedState.LIVE,
              List.of(Publication.at(EUR_USD, head, "{\"bid\":1.25,\"ask\":1.5,\"x\":0}"))));
    }
  }
}
