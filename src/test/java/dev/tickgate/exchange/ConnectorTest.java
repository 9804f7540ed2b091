package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A connector and a simulated exchange over a real WebSocket. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectorTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Subject BTC = Subject.quotes("BTCUSDT");
  private static final Subject ETH = Subject.quotes("ETHUSDT");
  @Fixture private static final Vertx vertx = Vertx.vertx();

  private static ConnectorFixture connector(ExchangeServer server) {
    return new ConnectorFixture(
        vertx,
        new ConnectorFixture.Limited(new Binance(), ConnectorFixture.IMPATIENT),
        server.url());
  }

  private static void awaitSubscribed(ExchangeServer server, String symbol) {
    await().atMost(SOON).until(() -> server.isSubscribed(symbol));
  }

  @Test
  void itConnectsForTheFirstTopicAndClosesAfterTheLast() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      assertThat(connector.state()).isEqualTo("idle");
      connector.want(BTC, ETH);
      awaitSubscribed(server, "ETHUSDT");
      assertThat(server.commands()).hasSize(1);
      server.quote("BTCUSDT", "25.35190000", "25.36520000");
      await().atMost(SOON).until(() -> !connector.published(BTC).isEmpty());
      JsonObject quote = connector.published(BTC).get(0);
      assertThat(quote.getString("type")).isEqualTo("ticker");
      assertThat(quote.getString("symbol")).isEqualTo("BTCUSDT");
      assertThat(quote.getString("venue")).isEqualTo("binance");
      assertThat(quote.getString("status")).isEqualTo("OPEN");
      assertThat(connector.bids(BTC)).containsExactly("25.35190000");
      connector.unwant(ETH);
      await().atMost(SOON).until(() -> !server.isSubscribed("ETHUSDT"));
      connector.unwant(BTC);
      await().atMost(SOON).until(() -> server.open() == 0);
      assertThat(connector.state()).isEqualTo("idle");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void oneWrongNameDoesNotDisturbTheOthers() {
    Subject wrong = Subject.frames("btcusdt@no.such.stream");
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC, wrong, Subject.quotes("lower"));
      awaitSubscribed(server, "BTCUSDT");
      await().atMost(SOON).until(() -> connector.report().getJsonArray("refused").size() == 2);
      assertThat(connector.report().getJsonArray("refused").encode())
          .contains("btcusdt@no.such.stream", "invalid stream name", "INVALID_NAME");
      server.quote("BTCUSDT", "1", "2");
      await().atMost(SOON).until(() -> connector.bids(BTC).size() == 1);
      assertThat(connector.state()).isEqualTo("connected");
    }
  }

  @Test
  void moreTopicsThanTheExchangeTakesWaitUntilOneLeaves() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC, ETH, Subject.quotes("AAA"), Subject.quotes("BBB"));
      awaitSubscribed(server, "AAA");
      assertThat(connector.report().encode()).contains("TOO_MANY_STREAMS");
      assertThat(server.isSubscribed("BBB")).isFalse();
      connector.unwant(BTC);
      awaitSubscribed(server, "BBB");
      assertThat(connector.report().getJsonArray("refused")).isEmpty();
    }
  }

  @Test
  void commandsKeepTheLimitOfTheExchange() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = new ConnectorFixture(vertx, new Binance(), server.url())) {
      for (int i = 0; i < 10; i++) {
        String symbol = "S" + (10 + i);
        connector.want(Subject.quotes(symbol));
        await().until(() -> connector.report().getInteger("subscriptions") > 0);
      }
      awaitSubscribed(server, "S19");
      // Otherwise the exchange closes the connection with 1008.
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aBrokenConnectionIsReplacedAndSubscribedAnew() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC);
      awaitSubscribed(server, "BTCUSDT");
      server.quote("BTCUSDT", "1", "2");
      server.cut();
      await().atMost(SOON).until(() -> server.connections() == 2);
      awaitSubscribed(server, "BTCUSDT");
      server.quote("BTCUSDT", "3", "4");
      await().atMost(SOON).until(() -> connector.bids(BTC).equals(List.of("1", "3")));
      assertThat(connector.count("disconnect")).isEqualTo(1);
    }
  }

  @Test
  void itWaitsForTheEndOfAMaintenance() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      server.refuse(503);
      connector.want(BTC);
      await().atMost(SOON).until(() -> server.refused() >= 3);
      assertThat(connector.count("connect-failure")).isGreaterThanOrEqualTo(2);
      await().atMost(SOON).until(() -> connector.state().equals("maintenance"));
      assertThat(connector.isAway()).isTrue();
      server.accept();
      connector.advance(Duration.ofSeconds(31));
      awaitSubscribed(server, "BTCUSDT");
      assertThat(connector.isAway()).isFalse();
    }
  }

  @Test
  void anExchangeWithoutSubscribersIsNotAway() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      server.refuse(500);
      connector.want(BTC);
      await().atMost(SOON).until(connector::isAway);
      connector.unwant(BTC);

      assertThat(connector.state()).isEqualTo("idle");
      assertThat(connector.isAway()).isFalse();
    }
  }

  @Test
  void aSilentConnectionIsReplaced() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC);
      awaitSubscribed(server, "BTCUSDT");
      server.halfOpen();
      await().atMost(SOON).until(() -> server.connections() == 2);
      awaitSubscribed(server, "BTCUSDT");
      assertThat(connector.count("disconnect")).isEqualTo(1);
    }
  }

  @Test
  void pongsKeepAQuietConnectionAlive() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC);
      await().atMost(SOON).until(() -> server.count(Arrival.Kind.PING) >= 6);
      assertThat(server.connections()).isEqualTo(1);
      server.stopPongs();
      await().atMost(SOON).until(() -> server.connections() >= 2);
    }
  }

  @Test
  void repeatedLateAndCrossedQuotesAreCountedAndNotPublished() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC);
      awaitSubscribed(server, "BTCUSDT");
      String first = server.quote("BTCUSDT", "1", "9");
      String second = server.quote("BTCUSDT", "2", "9");
      server.send("BTCUSDT", second, first);
      server.quote("BTCUSDT", "10", "9");
      server.quote("BTCUSDT", "0", "9");
      server.broadcast("nonsense");
      server.quote("BTCUSDT", "3", "9");
      await().atMost(SOON).until(() -> connector.bids(BTC).equals(List.of("1", "2", "3")));
      assertThat(connector.count("repeated")).isEqualTo(2);
      assertThat(connector.count("crossed")).isEqualTo(2);
      assertThat(connector.count("unknown")).isEqualTo(1);
    }
  }

  @Test
  void theDistanceOfTheClocksIsMeasured() {
    try (ExchangeServer server = ExchangeServer.gmoFx(vertx);
        ConnectorFixture connector = new ConnectorFixture(vertx, Gmo.fx(), server.url())) {
      Subject pair = Subject.quotes("USD_JPY");
      server.skew(Duration.ofSeconds(90));
      server.status("CLOSE");
      connector.want(pair);
      awaitSubscribed(server, "USD_JPY");
      server.quote("USD_JPY", "140.502", "140.534");
      await().atMost(SOON).until(() -> connector.published(pair).size() == 1);
      assertThat(connector.report().getLong("clockSkew")).isBetween(-91_000L, -60_000L);
      assertThat(connector.published(pair).get(0).getString("status")).isEqualTo("CLOSE");
    }
  }

  @Test
  void aTopicThatFindsNoPlaceIsReportedOnce() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC, ETH, Subject.quotes("AAA"), Subject.quotes("BBB"));
      await().atMost(SOON).until(() -> connector.count("refusal") == 1);
      connector.want(Subject.quotes("CCC"));
      await().atMost(SOON).until(() -> connector.report().encode().contains("ticks.binance.CCC"));
      connector.unwant(BTC);
      awaitSubscribed(server, "BBB");
      assertThat(connector.count("refusal")).isEqualTo(2);
      connector.unwant(Subject.quotes("CCC"));
      connector.want(Subject.quotes("CCC"));
      await().atMost(SOON).until(() -> connector.count("refusal") == 3);
    }
  }

  @Test
  void anImpossibleNameIsRefusedOnceWhateverTheNumberOfConnections() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC, Subject.quotes("lower"));
      awaitSubscribed(server, "BTCUSDT");
      server.cut();
      await().atMost(SOON).until(() -> server.connections() == 2);
      awaitSubscribed(server, "BTCUSDT");
      server.quote("BTCUSDT", "1", "2");
      await().atMost(SOON).until(() -> connector.bids(BTC).equals(List.of("1")));
      assertThat(connector.count("refusal")).isEqualTo(1);
    }
  }
}
