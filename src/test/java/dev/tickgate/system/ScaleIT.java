package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.ClusterWitness;
import dev.tickgate.testing.ConnectionsFixture;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.TickRows;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The load of the database and the cluster with more gateways and clients: counts of one run, which
 * do not depend on the speed of the machine.
 */
class ScaleIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PATH = "/ws/ticker_usd_jpy";
  private static final int CLIENTS = 500;
  private static final int GATEWAYS = 3;
  private static final int WINDOW_SECONDS = 10;
  private static final int WINDOWS = 5;
  // Two pools of four, and one that listens to the table, and one to the outbox.
  private static final int POLLER_CONNECTIONS = 10;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final TickRows rows = new TickRows(vertx, database.options());
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());

  @Fixture
  private final ConnectionsFixture crowd = new ConnectionsFixture(vertx, GATEWAYS * CLIENTS);

  private Member poller;

  /**
   * The counts of some seconds.
   *
   * @param transactions of the database: each statement of the product, and of the test's writer
   * @param looks of the poller at its table
   */
  private record Load(double seconds, long transactions, long looks) {
    double perSecond() {
      return transactions / seconds;
    }

    /** On a busy machine everything is slower, but a look costs as many statements. */
    double perLook() {
      return (double) transactions / looks;
    }
  }

  @BeforeEach
  void startThePoller() {
    poller = cluster.poller().awaitReady();
    vertx.setPeriodic(200, tick -> rows.insertLater(1));
  }

  @Test
  void moreGatewaysAndMoreClientsAskTheDatabaseNoMoreAndTheClusterKnowsNoClient() {
    Member first = cluster.gateway().awaitReady();
    crowd.join(first.port(), PATH, CLIENTS);
    Load before = load();
    long connections = connections();

    Member second = cluster.gateway();
    Member third = cluster.gateway();
    crowd.join(second.awaitReady().port(), PATH, CLIENTS);
    crowd.join(third.awaitReady().port(), PATH, CLIENTS);
    double bound = before.perLook() * 1.15;
    Load after = load();
    // A window whose edges met a late report of a session says nothing.
    for (int again = 1; again < WINDOWS && after.perLook() >= bound; again++) {
      after = load();
    }

    Map<String, Integer> registrations;
    try (ClusterWitness witness = new ClusterWitness(cluster)) {
      assertThat(witness.members()).isEqualTo(GATEWAYS + 2);
      registrations =
          witness.registrations().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry ->
                          entry
                              .getKey()
                              .replaceFirst("[0-9a-f-]{36}$", "<node>")
                              .replaceFirst("(tickgate[.]leader[.].*)[.]\\d+$", "$1.<term>"),
                      Map.Entry::getValue,
                      Integer::sum));
    }
    System.out.printf(
        "database: %.1f transactions/s, %.2f a look, with 1 gateway and %d clients; %.1f, %.2f with"
            + " %d and %d; %d connections, then %d; registrations: %s%n",
        before.perSecond(),
        before.perLook(),
        CLIENTS,
        after.perSecond(),
        after.perLook(),
        GATEWAYS,
        GATEWAYS * CLIENTS,
        connections,
        connections(),
        registrations);
    assertThat(after.perLook()).isLessThan(bound);
    assertThat(connections()).isLessThanOrEqualTo(POLLER_CONNECTIONS);
    assertThat(registrations)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("tickgate.feed.usd_jpy", GATEWAYS),
                Map.entry("tickgate.feed.events", GATEWAYS),
                Map.entry("tickgate.sync.usd_jpy", 1),
                Map.entry("tickgate.sync.events", 1),
                Map.entry("tickgate.leader.usd_jpy.<term>", 1),
                Map.entry("tickgate.leader.events.<term>", 1),
                Map.entry("tickgate.samples.usd_jpy", 1),
                Map.entry("tickgate.ticks.usd_jpy", 1),
                Map.entry("tickgate.topics.usd_jpy", 1),
                Map.entry("tickgate.publish", GATEWAYS),
                Map.entry("tickgate.publish.events", 1),
                Map.entry("tickgate.ask.events.report", 1),
                Map.entry("tickgate.ask.events.summary", 1),
                Map.entry("tickgate.ask.events.connections.<node>", GATEWAYS),
                Map.entry("tickgate.ask.admin.<node>", GATEWAYS + 1),
                Map.entry("tickgate.rehearsal", GATEWAYS)));

    long head = head();
    await().atMost(LIMIT).until(() -> crowd.allHave(head));
    assertThat(crowd.anyMissed()).isFalse();
  }

  private Load load() {
    // PostgreSQL's sessions report at most once a second: neither edge of the window is sharp.
    long transactions = transactions();
    long looks = looks();
    long start = System.nanoTime();
    CompletableFuture<Void> window = new CompletableFuture<>();
    vertx.setTimer(TimeUnit.SECONDS.toMillis(WINDOW_SECONDS), over -> window.complete(null));
    window.join();
    return new Load(
        (System.nanoTime() - start) / 1e9, transactions() - transactions, looks() - looks);
  }

  private long looks() {
    return poller
        .metrics()
        .lines()
        .filter(line -> line.startsWith("tickgate_feed_poll_seconds_count"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private long transactions() {
    return number(
        "select xact_commit + xact_rollback from pg_stat_database where datname ="
            + " current_database()");
  }

  private long connections() {
    return number(
        "select count(*) from pg_stat_activity where datname = current_database() and"
            + " application_name = 'tickgate'");
  }

  private long head() {
    return number("select head from tickgate.feed where name = 'usd_jpy'");
  }

  private long number(String sql) {
    Row row = database.run(sql).iterator().next();
    return row.getLong(0);
  }
}
