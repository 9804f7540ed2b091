package dev.tickgate.demo;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoRecorderIT {
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  @BeforeEach
  void open() {
    await(DemoTable.create(database.pool()));
    await(DemoTable.create(database.pool()));
  }

  @Test
  void aQuoteASecondIsWrittenWithTheTimeOfItsSecond() {
    long start = System.nanoTime();
    record(1);

    // A machine that stands still leaves a longer gap.
    await().until(() -> gaps("between interval '0.9 s' and interval '1.5 s'") >= 2);
    assertThat(count()).isLessThanOrEqualTo(Promptness.since(start).toSeconds() + 2);
    assertThat(number("select count(*) from ticker_usd_jpy where bid <= 0 or ask <= bid")).isZero();
    assertThat(
            number(
                "select count(*) from ticker_usd_jpy where abs(extract(epoch from"
                    + " clock_timestamp() at time zone 'UTC' - time)) > 10"
                    + " or date_trunc('milliseconds', time) <> time"))
        .isZero();
  }

  @Test
  void aThousandQuotesASecondAreWrittenInSmallCommits() throws Exception {
    long start = System.nanoTime();
    record(1_000);

    await().until(() -> count() >= 3_000);

    assertThat(Promptness.since(start)).isGreaterThan(Duration.ofSeconds(2));
    Promptness.assertWithin(
        Duration.ofSeconds(2),
        () -> {
          long then = System.nanoTime();
          long before = count();
          await().until(() -> count() >= before + 1_000);
          return Promptness.since(then);
        });
    assertThat(number("select count(distinct xmin::text) from ticker_usd_jpy")).isGreaterThan(20);
  }

  @Test
  void ofTwoRecordersOneWritesAndTheOtherFollowsItsEnd() {
    String first = record(10);
    await().until(() -> writers() == 1);
    record(10);

    await().during(Duration.ofMillis(1_500)).until(() -> writers() == 1);
    assertThat(locked()).isEqualTo(1);
    await(vertx.undeploy(first));
    long then = count();

    await().until(() -> count() > then + 5);
  }

  @Test
  void aBrokenConnectionIsReplaced() {
    record(20);
    await().until(() -> count() > 3);

    database.run(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where application_name = 'tickgate-demo' and datname = current_database()");
    long then = count();

    await().until(() -> count() > then + 5);
  }

  private String record(int rate) {
    return await(
        vertx.deployVerticle(
            new DemoRecorder(
                DatabaseFixture.open(vertx, database.options()),
                rate,
                Optional.empty(),
                InstantSource.system(),
                new Random(1))));
  }

  private long gaps(String length) {
    return number(
        "select count(*) from (select time - lag(time) over (order by time) as gap"
            + " from ticker_usd_jpy) g where gap "
            + length);
  }

  private long count() {
    return number("select count(*) from ticker_usd_jpy");
  }

  private long locked() {
    return number(
        "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
            + " where locktype = 'advisory' and granted and datname = current_database()");
  }

  private long writers() {
    return number(
        "select count(*) from pg_stat_activity where application_name = 'tickgate-demo'"
            + " and datname = current_database() and query like 'insert%'");
  }

  private long number(String sql) {
    return database.run(sql).iterator().next().getLong(0);
  }
}
