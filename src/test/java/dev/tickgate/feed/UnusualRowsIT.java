package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, transactions and changes of rows that are allowed and rare. */
class UnusualRowsIT extends UnusualRowsCase {
  private static final String DONE = "now() at time zone 'UTC' + interval '1 minute'";

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture shared = DatabaseFixture.create(vertx);

  UnusualRowsIT() {
    super(vertx, shared);
  }

  @Test
  void equalTimesInTwoTablesAreTwoRows() {
    try (FeedFixture other = new FeedFixture(vertx, database.options())) {
      for (FeedFixture each : List.of(bed, other)) {
        FeedFixture.createByTime(database, each.table, "timestamp", "numeric");
        soon().until(each.start(each.byTime(POLL), "a")::leads);
      }

      String rows =
          "insert into %s values ('2026-01-01 00:00:01', 1, 1), ('2026-01-01 00:00:02', 2, 2)";
      database.run(rows.formatted(bed.table) + ";" + rows.formatted(other.table));

      for (FeedFixture each : List.of(bed, other)) {
        soon().until(() -> each.bids().size() == 2);
        assertThat(each.bids()).containsExactly(1.0, 2.0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "timestamptz"})
  void timesFarAwayArriveAndThoseThatAreNoneAreCounted(String type) {
    FeedFixture.createByTime(database, bed.table, type, "numeric");
    FeedFixture.Running poller = start(bed.byTime(POLL));

    // Before the year 1 no window reaches.
    database.run(
        """
        insert into %s values ('0001-01-01 00:00:00', 1, 1), ('1969-12-31 23:59:59.999999', 2, 2),
          ('9999-12-31 11:00:00', 3, 3), ('-infinity', 4, 4), ('infinity', 5, 5),
          ('4000-01-01 BC', 6, 6), ('20000-01-01', 7, 7), (now(), 8, 8)
        """
            .formatted(bed.table));

    // Keys that are no number count as one.
    soon().until(() -> bed.heard.size() == 4 && poller.dropped.size() == 1);
    insert(DONE, LAST);
    awaitLast();
    assertThat(bed.bids()).containsExactly(1.0, 2.0, 8.0, 3.0, LAST);
    assertThat(poller.dropped).containsOnly(DropReason.NO_TIMESTAMP);
  }

  @Test
  void aDeletedRowChangesNothingAndIsNotPublishedAgainUnderItsKey() {
    createBySerial();
    start(bed.bySerial(POLL, 100));
    insertSerial(1, 2, 3);
    soon().until(() -> bed.heard.size() == 3);

    database.run("delete from %s where id >= 2".formatted(bed.table));
    database.run("insert into %s values (2, now(), 7, 7)".formatted(bed.table));
    insertSerial(LAST);

    awaitLast();
    assertThat(bed.bids()).containsExactly(1.0, 2.0, 3.0, LAST);
  }

  @Test
  void aRowWhoseKeyIsChangedIsANewRow() {
    createBySerial();
    start(bed.bySerial(POLL, 100));
    insertSerial(1, 2);
    soon().until(() -> bed.heard.size() == 2);

    database.run("update %s set id = 50, bid = 3, ask = 3 where id = 1".formatted(bed.table));
    soon().until(() -> bed.heard.size() == 3);
    database.run("insert into %s values (51, now(), 9999, 9999)".formatted(bed.table));

    awaitLast();
    assertThat(bed.bids()).containsExactly(1.0, 2.0, 3.0, LAST);
  }

  @Test
  void aTableThatIsTruncatedAndFilledAgainGoesOn() {
    createBySerial();
    start(bed.bySerial(POLL, 100));
    insertSerial(IntStream.rangeClosed(1, 500).asDoubleStream().toArray());
    soon().until(() -> bed.heard.size() == 500);

    database.run(
        "begin; truncate %1$s; insert into %1$s (at, bid, ask) select now(), 600, 600 from generate_series(1, 300); commit"
            .formatted(bed.table));
    soon().until(() -> bed.heard.size() == 800);
    // Keys that were never used, further behind than the window that was.
    database.run(
        "begin; truncate %1$s; insert into %1$s select -n, now(), 700, 700 from generate_series(1, 50) n; commit"
            .formatted(bed.table));

    soon().until(() -> bed.heard.size() == 850);
    assertThat(bed.offsets()).doesNotHaveDuplicates().hasSize(850);
    assertThat(Collections.frequency(bed.bids(), 700.0)).isEqualTo(50);
  }

  @Test
  void aPreparedTransactionIsPublishedWhenItIsCommitted() {
    createBySerial();
    start(bed.bySerial(POLL, 100));
    SqlConnection connection = await(database.pool().getConnection());
    for (double bid : new double[] {1, 2}) {
      run(connection, "begin");
      run(connection, insertion(bid));
      run(connection, "prepare transaction '%s-%s'".formatted(bed.table, bid));
    }
    await(connection.close());
    insertSerial(3);
    soon().until(() -> bed.heard.size() == 1);

    database.run("commit prepared '%s-%s'".formatted(bed.table, 1.0));
    database.run("rollback prepared '%s-%s'".formatted(bed.table, 2.0));
    soon().until(() -> bed.heard.size() == 2);
    insertSerial(LAST);

    awaitLast();
    assertThat(bed.bids()).containsExactly(3.0, 1.0, LAST);
  }

  /** PostgreSQL keeps 64 subtransactions of a session in shared memory; others are looked up. */
  @Test
  void moreSavepointsThanPostgresRemembersAreOneTransaction() {
    createBySerial();
    start(bed.bySerial(POLL, 1_000));
    SqlConnection connection = await(database.pool().getConnection());
    run(connection, "begin");
    for (int i = 1; i <= 150; i++) {
      run(connection, "savepoint s");
      run(connection, insertion(i));
      if (i % 3 == 0) {
        run(connection, "rollback to s");
      }
    }
    insertSerial(1_000);
    soon().until(() -> bed.heard.size() == 1);
    run(connection, "commit");
    await(connection.close());

    soon().until(() -> bed.heard.size() == 101);
    insertSerial(LAST);
    awaitLast();
    assertThat(bed.bids().subList(1, 101))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 150)
                .filter(i -> i % 3 != 0)
                .asDoubleStream()
                .boxed()
                .toList());
    assertThat(bed.heard).hasSize(102);
  }

  private void createBySerial() {
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid numeric, ask numeric)"
            .formatted(bed.table));
  }

  private void insertSerial(double... bids) {
    for (double bid : bids) {
      database.run(insertion(bid));
    }
  }

  private String insertion(double bid) {
    return "insert into %s (at, bid, ask) values (now(), %s, %s)".formatted(bed.table, bid, bid);
  }

  private static void run(SqlConnection connection, String sql) {
    await(connection.query(sql).execute());
  }
}
