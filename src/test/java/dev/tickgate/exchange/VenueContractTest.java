package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A connector answers each misbehaviour of an exchange in the same way, whichever exchange it is.
 */
@Execution(ExecutionMode.CONCURRENT)
class VenueContractTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  @Fixture private static final Vertx vertx = Vertx.vertx();

  private static void subscribe(
      SimulatedVenue venue, ExchangeServer server, ConnectorFixture connector) {
    connector.want(venue.subject());
    awaitSubscribed(venue, server);
  }

  private static void awaitSubscribed(SimulatedVenue venue, ExchangeServer server) {
    await().atMost(SOON).until(() -> server.isSubscribed(venue.symbol()));
  }

  private static void awaitBids(
      SimulatedVenue venue, ConnectorFixture connector, String... expected) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(connector.bids(venue.subject())).containsExactly(expected));
  }

  @ParameterizedTest
  @EnumSource
  void latePongsKeepAQuietConnectionAndMissingOnesEndIt(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.impatientConnector(vertx, server)) {
      server.delayPongs(Duration.ofSeconds(1));
      subscribe(venue, server, connector);
      // More than the time of silence after which a connection is broken.
      await().atMost(SOON).until(() -> venue.pings(server) >= 9);
      assertThat(connector.count("disconnect")).isZero();
      server.stopPongs();
      await().atMost(SOON).until(() -> connector.count("disconnect") >= 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatIsCutIsFollowedByTheNext(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      subscribe(venue, server, connector);
      server.quote(venue.symbol(), "1", "9");
      awaitBids(venue, connector, "1");
      server.cut();
      await().atMost(SOON).until(() -> server.connections() == 2);
      awaitSubscribed(venue, server);
      server.quote(venue.symbol(), "2", "9");
      awaitBids(venue, connector, "1", "2");
      assertThat(connector.count("disconnect")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHalfOpenConnectionIsReplaced(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.impatientConnector(vertx, server)) {
      subscribe(venue, server, connector);
      server.halfOpen();
      await().atMost(SOON).until(() -> server.connections() == 2);
      assertThat(connector.count("disconnect")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMaintenanceIsToldAndWaitedFor(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      server.refuse(503);
      connector.want(venue.subject());
      await().atMost(SOON).until(() -> connector.state().equals("maintenance"));
      server.accept();
      awaitSubscribed(venue, server);
      assertThat(connector.state()).isEqualTo("connected");
      server.quote(venue.symbol(), "1", "9");
      awaitBids(venue, connector, "1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void errorsAndFramesThatAreNotOfTheProtocolAreCountedAndEndNothing(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      subscribe(venue, server, connector);
      server.quote(venue.symbol(), "1", "9");
      awaitBids(venue, connector, "1");
      server.broadcast("nonsense");
      server.broadcast("{\"no\":\"protocol\"}");
      server.broadcast(venue.error());
      server.quote(venue.symbol(), "2", "9");
      awaitBids(venue, connector, "1", "2");
      assertThat(connector.count("unknown")).isEqualTo(2);
      assertThat(connector.count("refusal")).isEqualTo(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBurstIsPublishedInItsOrder(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      subscribe(venue, server, connector);
      server.burst(venue.symbol(), 1_000);
      await().atMost(SOON).until(() -> connector.bids(venue.subject()).size() == 1_000);
      assertThat(connector.bids(venue.subject())).isSorted().doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource
  void repeatedLateAndCrossedQuotesAreCountedAndNotPublished(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      subscribe(venue, server, connector);
      String first = server.quote(venue.symbol(), "1", "9");
      server.skew(Duration.ofSeconds(1));
      String second = server.quote(venue.symbol(), "2", "9");
      server.send(venue.symbol(), second, first);
      server.quote(venue.symbol(), "10", "9");
      server.quote(venue.symbol(), "0", "9");
      server.quote(venue.symbol(), "3", "9");
      awaitBids(venue, connector, "1", "2", "3");
      assertThat(connector.count("repeated")).isEqualTo(2);
      assertThat(connector.count("crossed")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theStatusOfTheMarketAndTheClockOfTheExchangeAreTold(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      subscribe(venue, server, connector);
      server.skew(Duration.ofMinutes(5));
      String status = venue.closeMarket(server);
      server.quote(venue.symbol(), "1", "9");
      awaitBids(venue, connector, "1");
      JsonObject quote = connector.published(venue.subject()).get(0);
      assertThat(quote.getString("status")).isEqualTo(status);
      Long skew = connector.report().getLong("clockSkew");
      if (venue.hasTimes()) {
        assertThat(skew).isBetween(-301_000L, -200_000L);
      } else {
        assertThat(skew).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneWrongNameDoesNotDisturbTheOthers(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      connector.want(venue.wrong(), venue.subject());
      await().atMost(SOON).until(() -> connector.report().getJsonArray("refused").size() == 1);
      assertThat(connector.report().getJsonArray("refused").encode())
          .contains(venue.wrong().name())
          .doesNotContain("\": ");
      awaitSubscribed(venue, server);
      server.quote(venue.symbol(), "1", "9");
      awaitBids(venue, connector, "1");
      assertThat(connector.count("refusal")).isEqualTo(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedNameIsTriedAgainLater(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      connector.want(venue.wrong(), venue.subject());
      await().atMost(SOON).until(() -> connector.count("refusal") == 1);
      awaitSubscribed(venue, server);
      connector.advance(Subscriptions.AGAIN);
      await().atMost(SOON).until(() -> connector.count("refusal") == 2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aMaintenanceIsOverWithTheNextQuote() {
    SimulatedVenue venue = SimulatedVenue.GMO_FX;
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      subscribe(venue, server, connector);
      server.broadcast("{\"error\":\"ERR-5201 MAINTENANCE.\"}");
      await().atMost(SOON).until(() -> "MAINTENANCE".equals(market(connector)));
      server.quote(venue.symbol(), "1", "9");
      await().atMost(SOON).until(() -> "OPEN".equals(market(connector)));
    }
  }

  private static String market(ConnectorFixture connector) {
    return connector.report().getString("market");
  }

  @Test
  void aMissingTradeIsCounted() {
    Subject trades = Subject.frames("btcusdt@trade");
    try (ExchangeServer server = SimulatedVenue.BINANCE.server(vertx);
        ConnectorFixture connector = SimulatedVenue.BINANCE.connector(vertx, server)) {
      connector.want(trades);
      await().atMost(SOON).until(() -> server.subscriptions().contains("btcusdt@trade"));
      server.stream("btcusdt@trade", "{\"t\":7}", "{\"t\":8}", "{\"t\":10}", "{\"t\":11}");
      await().atMost(SOON).until(() -> connector.published(trades).size() == 4);
      assertThat(connector.count("gap")).isEqualTo(1);
    }
  }
}
