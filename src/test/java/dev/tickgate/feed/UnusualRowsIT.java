package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.FeedSettings;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, transactions and changes of rows that are allowed and rare. */
class UnusualRowsIT {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final FeedSettings OFTEN =
      new FeedSettings(Duration.ofMillis(900), Duration.ofHours(24), Duration.ofMillis(100));
  private static final String DONE = "now() at time zone 'UTC' + interval '1 minute'";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final double LAST = 9_999;
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

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
  void aRowOfThePastIsPublishedInsideTheLookBackAndCountedOutsideOfIt() {
    FeedFixture.createByTime(database, bed.table, "timestamptz", "numeric");
    FeedFixture.Running poller = start(bed.byTime(POLL, Duration.ofMinutes(10)));
    insert("now()", 1);
    soon().until(() -> bed.heard.size() == 1);
    insert("now() - interval '9 minutes'", 2);
    soon().until(() -> bed.heard.size() == 2);
    awaitWindow();

    insert("now() - interval '11 minutes'", 3);

    soon().until(() -> poller.late.get() == 1);
    insert("now() + interval '1 second'", LAST);
    awaitLast();
    assertThat(bed.bids()).containsExactly(1.0, 2.0, LAST);
    assertThat(poller.late).hasValue(1);
  }

  /** With an audit an hour, none but the first counts what came right after the takeover. */
  @Test
  void aRowThatComesTooLateInTheFirstMomentOfALeadershipIsCounted() {
    FeedFixture.createByTime(database, bed.table, "timestamptz", "numeric");
    FeedSettings once =
        new FeedSettings(Duration.ofMillis(900), Duration.ofHours(24), Duration.ofSeconds(3));
    String audited =
        "select from tickgate.source where feed = '%1$s' and audited > (select max(xmin::text::bigint) from %1$s)"
            .formatted(bed.table);
    for (int leadership = 1; leadership <= 2; leadership++) {
      FeedFixture.Running poller = bed.start(bed.byTime(POLL, Duration.ofMinutes(10)), "a", once);
      soon().until(poller::leads);
      int rows = leadership;
      insert("now()", rows);
      soon().until(() -> bed.bids().contains((double) rows));
      awaitWindow();

      insert("now() - interval '11 minutes'", 100);

      soon().until(() -> poller.late.get() == 1);
      // A leadership that ends before its next audit leaves the row to the next one to count again.
      soon().until(() -> database.run(audited).size() == 1);
      bed.stop(poller);
    }
    assertThat(bed.bids()).doesNotContain(100.0);
  }

  @Test
  void aRowThatIsCommittedByTheEndOfALeadershipIsCountedByTheNextOne() {
    FeedFixture.createByTime(database, bed.table, "timestamptz", "numeric");
    FeedSettings never =
        new FeedSettings(Duration.ofMillis(900), Duration.ofHours(24), Duration.ofHours(1));
    FeedFixture.Running first = start(bed.byTime(POLL));
    insert("now()", 1);
    soon().until(() -> bed.heard.size() == 1);
    awaitWindow();
    String audited =
        "select 1 from tickgate.source where audited is not null and feed = '" + bed.table + "'";
    soon().until(() -> database.run(audited).size() == 1);
    bed.stop(first);
    FeedFixture.Running second = bed.start(bed.byTime(POLL), "a", never);
    soon().until(second::leads);
    insert("now() - interval '1 hour'", 2);
    insert("now()", 3);
    soon().until(() -> bed.bids().contains(3.0));
    bed.stop(second);

    FeedFixture.Running third = start(bed.byTime(POLL));

    soon().until(() -> third.late.get() == 1);
  }

  @Test
  void aRowFurtherBehindThanTwelveLookBacksIsCountedOnceAlsoInALargeTable() {
    FeedFixture.createByTime(database, bed.table, "timestamptz", "numeric");
    database.run(
        "insert into %s select now() - interval '2 years' - n * interval '1 s', 5, 5 from generate_series(1, 250000) n"
            .formatted(bed.table));
    FeedFixture.Running poller = start(bed.byTime(POLL));
    insert("now()", 1);
    soon().until(() -> bed.bids().contains(1.0));
    awaitWindow();

    insert("now() - interval '3 hours'", 2);
    insert("now() - interval '2 years'", 3);
    insert("now() - interval '10 years'", 4);
    insert("'0001-01-02'", 4);

    soon().until(() -> poller.late.get() == 4);
    database.run("update %s set bid = 1 where time = '0001-01-02'".formatted(bed.table));
    insert("now() - interval '4 hours'", 2);
    soon().until(() -> poller.late.get() == 5);
    assertThat(bed.bids()).containsOnly(5.0, 1.0);
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

  private FeedFixture.Running start(Feed feed) {
    FeedFixture.Running poller = bed.start(feed, "a", OFTEN);
    // Before the first look, what the window does not hold is no news.
    String looked = "select snapshot from tickgate.feed where name = '" + feed.name() + "'";
    soon()
        .until(
            () ->
                poller.leads()
                    && database.run(looked).iterator().next().getLong("snapshot") != null);
    return poller;
  }

  private static ConditionFactory soon() {
    return await().atMost(LIMIT);
  }

  private void awaitLast() {
    soon().until(() -> bed.bids().contains(LAST));
  }

  /** The window of a table keyed by time follows its newest row, a scan later. */
  private void awaitWindow() {
    String moved =
        "select from tickgate.feed where name = '%s'".formatted(bed.table)
            + " and scan_from > (extract(epoch from now()) - 3600) * 1000000";
    soon().until(() -> database.run(moved).size() == 1);
  }

  private void createBySerial() {
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid numeric, ask numeric)"
            .formatted(bed.table));
  }

  private void insert(String time, double bid) {
    database.run("insert into %s values (%s, %s, %s)".formatted(bed.table, time, bid, bid));
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
