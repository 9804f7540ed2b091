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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The replacement of a connection by a new one while the old one still sends. */
@Execution(ExecutionMode.CONCURRENT)
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
