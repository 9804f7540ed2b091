package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Returners;
import dev.tickgate.testing.TestCluster;
import dev.tickgate.testing.TestCluster.Member;
import dev.tickgate.testing.TestDatabase;
import dev.tickgate.testing.TickRows;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All clients of a gateway that is killed come back to another one at the same moment. With {@code
 * -Pchaos} there are 10,000.
 */
class ReturnIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PATH = "/ws/ticker_usd_jpy";
  private static final int CLIENTS = Integer.getInteger("return.clients", 500);
  private static final int MISSED = 150;

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create(vertx);
  private final TickRows rows = new TickRows(vertx, database.options());
  private final TestCluster cluster = new TestCluster(database.url());
  private final Returners clients = new Returners(vertx, PATH);
  private Member poller;

  @BeforeEach
  void startThePoller() {
    poller = cluster.poller().awaitReady();
  }

  @AfterEach
  void stop() {
    clients.close();
    cluster.close();
    rows.close();
    database.close();
    TestDatabase.await(vertx.close());
  }

  @Test
  void whatTheOtherGatewayRemembersIsGoneOnFromAtOnce() {
    comeBackAtOnce(10_000);
  }

  @Test
  void whatTheOtherGatewayHasForgottenComesFromTheJournalInPagesThatAllShare() {
    comeBackAtOnce(100);
  }

  private void comeBackAtOnce(int history) {
    Member first = cluster.gateway(history).awaitReady();
    Member second = cluster.gateway(history).awaitReady();
    rows.insert(1);
    clients.join(first.port(), CLIENTS);
    await().atMost(LIMIT).until(() -> clients.reached(1) == CLIENTS);

    first.process().kill();
    await().atMost(LIMIT).until(() -> clients.connected() == 0);
    rows.insert(MISSED);
    long head = 1 + MISSED;
    await().atMost(LIMIT).until(() -> published(head));
    double idle = transactionsPerSecond();
    long before = transactions();
    long start = System.nanoTime();
    clients.comeBack(second.port());
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> clients.recovered() == CLIENTS);
    double answered = (System.nanoTime() - start) / 1e9;
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> clients.reached(head) == CLIENTS);
    double reached = (System.nanoTime() - start) / 1e9;
    long asked = transactions() - before;

    System.out.printf(
        "%d clients, history %d: all answered recovered:true after %.2f s, all had the %d they"
            + " missed after %.2f s; %d transactions of the database, %.1f/s before%n",
        CLIENTS, history, answered, MISSED, reached, asked, idle);
    assertThat(clients.faults()).isZero();
    assertThat(clients.ticks()).isEqualTo(CLIENTS * head);
    // The poller's looks go on; what clients cost would be hundreds.
    assertThat(asked).isLessThan((long) (idle * (reached + 3) * 2) + 20);
  }

  private boolean published(long offset) {
    return number("select head from tickgate.feed") >= offset;
  }

  private double transactionsPerSecond() {
    long before = transactions();
    long start = System.nanoTime();
    await().atMost(LIMIT).until(() -> System.nanoTime() - start > Duration.ofSeconds(3).toNanos());
    return (transactions() - before) / ((System.nanoTime() - start) / 1e9);
  }

  private long transactions() {
    return number(
        "select xact_commit + xact_rollback from pg_stat_database where datname ="
            + " current_database()");
  }

  private long number(String sql) {
    return database.run(sql).iterator().next().getLong(0);
  }
}
