package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replacement of a connection by a new one while the old one still sends. */
class ConnectorOverlapTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SHUTDOWN = "{\"e\":\"serverShutdown\",\"E\":1770123456789}";
  private static final Subject BTC = Subject.quotes("BTCUSDT");

  @Fixture private static final Vertx vertx = Vertx.vertx();

  private static ConnectorFixture connector(ExchangeServer server) {
    return new ConnectorFixture(vertx, new Binance(), server.url());
  }

  private static void awaitSubscribed(ExchangeServer server, String symbol) {
    await().atMost(SOON).until(() -> server.isSubscribed(symbol));
  }

  @Test
  void aReplacementThatIsAboutToBeClosedIsReplacedItself() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC);
      awaitSubscribed(server, "BTCUSDT");
      server.broadcast(SHUTDOWN);
      await().atMost(SOON).until(() -> server.open() == 2);
      server.broadcast(SHUTDOWN);
      await().atMost(SOON).until(() -> server.connections() == 3);
      assertThat(connector.count("disconnect")).isZero();
    }
  }

  @Test
  void aReplacementInItsHandshakeIsKeptWhenTheOldConnectionBreaks() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC);
      awaitSubscribed(server, "BTCUSDT");
      server.handshakes().delay();
      server.broadcast(SHUTDOWN);
      await().atMost(SOON).until(() -> server.handshakes().waiting() == 1);
      server.cut();
      await().atMost(SOON).until(() -> connector.count("disconnect") == 1);
      assertThat(connector.state()).isEqualTo("connecting");
      server.handshakes().resume();
      awaitSubscribed(server, "BTCUSDT");
      server.quote("BTCUSDT", "1", "2");
      await().atMost(SOON).until(() -> connector.bids(BTC).equals(List.of("1")));
      assertThat(server.connections()).isEqualTo(2);
      assertThat(connector.state()).isEqualTo("connected");
    }
  }

  private static ExchangeServer server(String venue) {
    return switch (venue) {
      case "binance" -> ExchangeServer.binance(vertx);
      case "gmoFx" -> ExchangeServer.gmoFx(vertx);
      case "gmo" -> ExchangeServer.gmo(vertx);
      default -> ExchangeServer.kraken(vertx);
    };
  }

  private static Subject symbol(String venue) {
    return Subject.quotes(
        switch (venue) {
          case "binance" -> "BTCUSDT";
          case "gmoFx" -> "USD_JPY";
          case "gmo" -> "BTC_JPY";
          default -> "BTC_USD";
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "gmoFx", "gmo", "kraken"})
  void anOldConnectionIsReplacedWithoutAGapOrARepetition(String name) {
    Venue venue = Exchanges.venue(name);
    Limits limits = venue.limits();
    Venue aging =
        new ConnectorFixture.Limited(
            venue,
            new Limits(
                limits.pace(),
                limits.answer(),
                limits.streams(),
                limits.ping(),
                limits.silence(),
                Duration.ofHours(23)));
    Subject subject = symbol(name);
    // As the exchange writes it.
    String symbol = name.equals("kraken") ? "BTC/USD" : subject.name();
    try (ExchangeServer server = server(name);
        ConnectorFixture connector = new ConnectorFixture(vertx, aging, server.url())) {
      connector.want(subject);
      awaitSubscribed(server, symbol);
      List<String> sent = new ArrayList<>();
      steady(server, symbol, sent, 200);
      connector.advance(Duration.ofHours(23));
      await()
          .atMost(SOON)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                steady(server, symbol, sent, 20);
                return server.connections() == 2 && server.open() == 1;
              });
      steady(server, symbol, sent, 200);
      await().atMost(SOON).until(() -> connector.bids(subject).size() >= sent.size());
      assertThat(connector.bids(subject)).isEqualTo(sent);
      assertThat(connector.count("overlap")).isEqualTo(1);
      assertThat(connector.count("disconnect")).isZero();
    }
  }

  @Test
  void aConnectionThatTheExchangeIsAboutToCloseIsReplacedWithoutAGap() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        ConnectorFixture connector = connector(server)) {
      connector.want(BTC);
      awaitSubscribed(server, "BTCUSDT");
      List<String> sent = new ArrayList<>();
      steady(server, "BTCUSDT", sent, 200);
      server.broadcast(SHUTDOWN);
      await()
          .atMost(SOON)
          .pollInSameThread()
          .until(
              () -> {
                steady(server, "BTCUSDT", sent, 20);
                return server.connections() == 2 && server.open() == 1;
              });
      steady(server, "BTCUSDT", sent, 100);
      await().atMost(SOON).until(() -> connector.bids(BTC).size() >= sent.size());
      assertThat(connector.bids(BTC)).isEqualTo(sent);
      assertThat(Set.copyOf(sent)).hasSameSizeAs(sent);
    }
  }

  private static void steady(ExchangeServer server, String symbol, List<String> sent, int count) {
    IntStream.range(0, count)
        .forEach(
            i -> {
              String bid = "1." + (100_001 + sent.size());
              sent.add(bid);
              server.quote(symbol, bid, "2");
            });
  }
}
