package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Returners;
import dev.tickgate.testing.TickRows;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
  // Less than one gateway remembers, more than the other.
  private static final int MISSED = 150;
  private static final int REMEMBERING = 10_000;
  private static final int FORGETFUL = 100;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final TickRows rows = new TickRows(vertx, database.options());
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());
  @Fixture private final Returners clients = new Returners(vertx, PATH);
  private Member poller;

  @BeforeEach
  void startThePoller() {
    poller = cluster.poller().awaitReady();
  }

  @Test
  void allThatAKilledGatewayHadAreAnsweredThatNothingWasLost() {
    Member first = cluster.gateway(REMEMBERING);
    Member second = cluster.gateway(REMEMBERING);
    Member third = cluster.gateway(FORGETFUL);
    rows.insert(1);
    clients.join(first.awaitReady().port(), CLIENTS);
    await().atMost(LIMIT).until(() -> clients.reached(1) == CLIENTS);

    comeBackAtOnce(first, second.awaitReady(), "from memory");
    comeBackAtOnce(second, third.awaitReady(), "from pages of the journal");

    assertThat(clients.faults()).isZero();
    assertThat(clients.ticks()).isEqualTo(CLIENTS * head());
  }

  private void comeBackAtOnce(Member from, Member to, String how) {
    from.process().kill();
    await().atMost(LIMIT).until(() -> clients.connected() == 0);
    long head = head() + MISSED;
    rows.insert(MISSED);
    await().atMost(LIMIT).until(() -> head() == head);
    double idle = transactionsPerSecond();
    long before = transactions();
    double cpu = cpu(to.process().pid());
    double own = cpu(ProcessHandle.current().pid());
    long start = System.nanoTime();
    clients.comeBack(to.port());
    double answered = secondsUntil(() -> clients.recovered() == CLIENTS, start);
    double reached = secondsUntil(() -> clients.reached(head) == CLIENTS, start);
    long asked = transactions() - before;

    System.out.printf(
        "%d clients, %s: all answered recovered:true after %.2f s, all had the %d they missed after"
            + " %.2f s; CPU: gateway %.2f s, clients %.2f s; %d transactions of the database, %.1f/s"
            + " before%n",
        CLIENTS,
        how,
        answered,
        MISSED,
        reached,
        cpu(to.process().pid()) - cpu,
        cpu(ProcessHandle.current().pid()) - own,
        asked,
        idle);
    // The poller's looks go on; one more per client would be hundreds.
    assertThat(asked).isLessThan((long) (idle * (reached + 3) * 2) + 20);
  }

  private static double secondsUntil(BooleanSupplier condition, long start) {
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition::getAsBoolean);
    return (System.nanoTime() - start) / 1e9;
  }

  private static double cpu(long pid) {
    Duration used =
        ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration()).orElseThrow();
    return used.toMillis() / 1e3;
  }

  private long head() {
    return number("select head from tickgate.feed where name = 'usd_jpy'");
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
