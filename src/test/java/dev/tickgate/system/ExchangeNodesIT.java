package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.TickRows;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two processes with the role {@code exchange}: one holds the connection to a simulated exchange.
 * The time of a takeover is printed; that it happens is judged.
 */
class ExchangeNodesIT {
  private static final String TOPIC = "ticks.binance.BTCUSDT";
  private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"topic\":\"" + TOPIC + "\"}";
  private static final String LEADS = "tickgate_feed_leading{feed=\"exchange.binance\"} 1";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final ExchangeServer exchange = ExchangeServer.binance(vertx);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final TickRows rows = new TickRows(vertx, database.options());
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());
  private final ScheduledExecutorService market = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger price = new AtomicInteger(1_000);
  private List<Member> members;
  private Member gateway;

  @BeforeEach
  void start() {
    Map<String, String> settings =
        Map.of(
            "TICKGATE_EXCHANGES_BINANCE_ENABLED",
            "true",
            "TICKGATE_EXCHANGES_BINANCE_URL",
            exchange.url().toString());
    Member poller = cluster.poller();
    members = List.of(cluster.exchange(settings), cluster.exchange(settings));
    gateway = cluster.publishingGateway(settings);
    poller.awaitReady();
    members.forEach(Member::awaitReady);
    gateway.awaitReady();
    market.scheduleWithFixedDelay(this::quote, 0, 50, TimeUnit.MILLISECONDS);
  }

  private void quote() {
    int bid = price.incrementAndGet();
    exchange.quote("BTCUSDT", Integer.toString(bid), Integer.toString(bid + 1));
  }

  @AfterEach
  void stop() {
    market.shutdownNow();
  }

  @Test
  void anotherNodeConnectsWhereTheOneWithTheConnectionIsKilled() {
    try (WsClient client = new WsClient(vertx, gateway.port(), "/ws")) {
      client.send(SUBSCRIBE);
      await().until(() -> client.messages("ticker").size() > 5);
      assertThat(exchange.connections()).isEqualTo(1);
      long before = epoch(client);
      Member leader = members.stream().filter(one -> one.metrics().contains(LEADS)).findAny().get();

      long killed = System.nanoTime();
      leader.process().kill();
      await().until(() -> epoch(client) > before);
      System.out.printf(
          "from the death of the process with the connection to the next tick at a client: %d ms%n",
          (System.nanoTime() - killed) / 1_000_000);
      await().until(() -> client.messages("ticker").size() > 50);

      assertThat(exchange.connections()).isEqualTo(2);
      // The answer comes again without it where the client was there before the leader.
      assertThat(client.messages("subscribed"))
          .filteredOn(answer -> answer.containsKey("recovered"))
          .extracting(answer -> answer.getBoolean("recovered"))
          .containsExactly(false);
      assertThat(bids(client)).isSorted().doesNotHaveDuplicates();
    }
  }

  private static List<Double> bids(WsClient client) {
    return client.messages("ticker").stream().map(tick -> tick.getDouble("bid")).toList();
  }

  private static long epoch(WsClient client) {
    List<JsonObject> ticks = client.messages("ticker");
    return ticks.get(ticks.size() - 1).getLong("epoch");
  }
}
