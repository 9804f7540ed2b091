package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.auth.SignedTokens;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many lists with many viewers on two gateways: the statements at the database do not grow with the
 * viewers, and the death of the process that computes the prices interrupts them for seconds only.
 */
@Tag("alone")
class WatchlistLoadIT {
  private static final int LISTS = Integer.getInteger("watchlist.lists", 100);
  private static final int FEW = Integer.getInteger("watchlist.few", 2);
  private static final int MANY = Integer.getInteger("watchlist.many", 10);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofMillis(Long.getLong("watchlist.again", 10_000));
  private static final int ITEMS = 20;
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final int WINDOWS = 3;
  private static final String LEADS = "tickgate_feed_leading{feed=\"watchlists\"} 1";
  private static final String TRANSACTIONS =
      "select xact_commit + xact_rollback as n from pg_stat_database"
          + " where datname = current_database()";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());
  @Fixture private final WatchlistViewers viewers = new WatchlistViewers(vertx);
  private List<Member> pollers;
  private List<Integer> ports;

  @BeforeEach
  void start() {
    Map<String, String> settings =
        Map.of(
            "TICKGATE_WATCHLISTS_ENABLED",
            "true",
            "TICKGATE_WATCHLISTS_INTERVAL",
            System.getProperty("watchlist.interval", "1s"),
            "TICKGATE_FEEDS",
            "[]",
            "TICKGATE_LIMITS_ENABLED",
            "false",
            "DATABASE_URL",
            database.url(),
            "HUB_JWT_SECRET",
            SignedTokens.SECRET);
    pollers = List.of(cluster.poller(settings), cluster.poller(settings));
    List<Member> gateways =
        List.of(cluster.publishingGateway(settings), cluster.publishingGateway(settings));
    pollers.forEach(Member::awaitReady);
    gateways.forEach(Member::awaitReady);
    ports = gateways.stream().map(Member::port).toList();
    fill();
  }

  private void fill() {
    database.run("insert into watchlist.users (id, name) values (1, 'Ann')");
    database.run(
        "insert into watchlist.companies (id, ticker_symbol, company_name)"
            + " select n, 'S' || n, 'Company ' || n from generate_series(1, 200) n");
    database.run(
        "insert into watchlist.stock_prices (company_id, price, previous_close)"
            + " select n, 100 + n, 100 from generate_series(1, 200) n");
    database.run(
        "insert into watchlist.watchlists (id, user_id, name)"
            + " select n, 1, 'List ' || n from generate_series(1, %d) n".formatted(LISTS));
    database.run(
        "insert into watchlist.watchlist_items (watchlist_id, company_id, quantity, purchase_price)"
            + " select l, 1 + (l * 7 + n) %% 200, 100, 90 from generate_series(1, %d) l,"
                .formatted(LISTS)
            + " generate_series(1, %d) n".formatted(ITEMS));
  }

  @Test
  void statementsDoNotGrowWithViewersAndATakeoverTakesSeconds() throws TimeoutException {
    String token =
        SignedTokens.hs256(
            new JsonObject().put("sub", "1").put("exp", Instant.now().getEpochSecond() + 3_600));
    view(FEW, token);
    double few = statements(0);
    view(MANY - FEW, token);
    double many = statements(few * 1.2 + 1);

    Member leader =
        pollers.stream().filter(one -> one.metrics().contains(LEADS)).findAny().orElseThrow();
    long killed = System.nanoTime();
    leader.process().kill();
    await().atMost(LIMIT).until(() -> viewers.allHeardSince(killed));
    long again = (System.nanoTime() - killed) / 1_000_000;

    System.out.printf(
        "%d lists of %d companies on 2 gateways: %d viewers %.1f statements/s, %d viewers %.1f"
            + " statements/s; from the death of the process that computes them until each viewer"
            + " has a message: %d ms%n",
        LISTS, ITEMS, LISTS * FEW, few, viewers.size(), many, again);
    assertThat(viewers.size()).isEqualTo(LISTS * MANY);
    assertThat(viewers.closed()).isZero();
    assertThat(viewers.repeated()).isZero();
    assertThat(many).isLessThanOrEqualTo(few * 1.2 + 1);
    assertThat(again).isLessThan(AGAIN.toMillis());
  }

  private void view(int each, String token) throws TimeoutException {
    viewers.connect(LISTS, each, ports, token).await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    long connected = System.nanoTime();
    await().atMost(LIMIT).untilAsserted(() -> assertThat(viewers.silentSince(connected)).isEmpty());
  }

  /**
   * Per second at the database, in the window with the fewest: those with which viewers connected
   * are counted a while later.
   *
   * @param enough how few end the search
   */
  private double statements(double enough) {
    double fewest = Double.MAX_VALUE;
    for (int window = 0; window < WINDOWS && fewest > enough; window++) {
      long before = transactions();
      long begun = System.nanoTime();
      await().atMost(LIMIT).until(() -> System.nanoTime() - begun > WINDOW.toNanos());
      fewest = Math.min(fewest, (transactions() - before) * 1e9 / (System.nanoTime() - begun));
    }
    return fewest;
  }

  private long transactions() {
    return database.run(TRANSACTIONS).iterator().next().getLong("n");
  }
}
