package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that become visible without a transaction of their own, and tables that are written anew.
 */
class ChangedRelationIT {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final String COLUMNS = "(id bigint, at timestamptz, bid numeric, ask numeric)";
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

  @Test
  void thePartitionThatIsAttachedBringsItsRows() {
    partitioned();
    start();
    insert(bed.table, 1, 10);
    arrived(10);

    run("create table %1$s_2 (like %1$s including all)");
    insert(bed.table + "_2", 101, 110);
    // Many transactions later nothing but the attaching is new.
    insert(bed.table, 11, 20);
    arrived(20);
    run("alter table %1$s attach partition %1$s_2 for values from (100) to (200)");

    arrived(30);
    insert(bed.table, 21, 22);
    arrived(32);
  }

  @Test
  void thePartitionThatWasAttachedWhileNobodyLedBringsItsRows() {
    partitioned();
    FeedFixture.Running first = start();
    insert(bed.table, 1, 10);
    arrived(10);
    run("create table %1$s_2 (like %1$s including all)");
    insert(bed.table + "_2", 101, 110);
    insert(bed.table, 11, 20);
    arrived(20);
    bed.stop(first);

    run("alter table %1$s attach partition %1$s_2 for values from (100) to (200)");
    start();

    arrived(30);
  }

  @Test
  void thePartitionOfAPartitionAndTheChildThatInheritsBringTheirRows() {
    run("create table %1$s " + COLUMNS);
    run(
        "create table %1$s_child (like %1$s); create table %1$s_grandchild () inherits (%1$s_child)");
    start();
    insert(bed.table, 1, 10);
    arrived(10);
    insert(bed.table + "_child", 11, 20);
    insert(bed.table + "_grandchild", 21, 30);
    insert(bed.table, 31, 40);
    arrived(20);

    run("alter table %1$s_child inherit %1$s");

    arrived(40);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 1})
  void theTableThatTakesTheNameBringsItsRows(long first) {
    run("create table %1$s " + COLUMNS + "; create index on %1$s (id)");
    start(bed.bySerial(POLL, 100));
    insert(bed.table, 500, 800);
    arrived(301);
    run("create table %1$s_new (like %1$s including all)");
    insert(bed.table + "_new", first, first + 49);
    insert(bed.table, 801, 810);
    arrived(311);

    run("begin; alter table %1$s rename to %1$s_old; alter table %1$s_new rename to %1$s; commit");

    arrived(361);
    insert(bed.table, 2_000, 2_001);
    arrived(363);
  }

  @Test
  void thePolicyThatIsChangedBringsTheRowsThatItShows() {
    run("create table %1$s " + COLUMNS);
    run(
        """
        do $$ begin create role watcher login; exception when duplicate_object then null; end $$;
        grant select on %1$s to watcher;
        alter table %1$s enable row level security;
        create policy shown on %1$s for select to watcher using (id %% 2 = 0)
        """);
    PgConnectOptions watcher = database.options().setUser("watcher");
    FeedFixture.Running poller =
        bed.start(bed.bySerial(POLL, 1_000), "a", FeedFixture.QUICK, watcher, database.options());
    await().until(poller::leads);
    insert(bed.table, 1, 10);
    arrived(5);
    insert(bed.table, 12, 12);
    arrived(6);

    run("alter policy shown on %1$s using (id <> 3)");
    arrived(10);
    run("alter table %1$s disable row level security");

    arrived(11);
  }

  @ParameterizedTest
  @CsvSource({
    "vacuum full %1$s",
    "cluster %1$s using %1$s_pkey",
    "alter table %1$s alter bid type double precision",
    "alter table %1$s set unlogged",
    "reindex table %1$s",
  })
  void theTableThatIsWrittenAnewBringsNothing(String rewrite) {
    run("create table %1$s (id bigint primary key, at timestamptz, bid numeric, ask numeric)");
    start();
    insert(bed.table, 1, 100);
    arrived(100);

    run(rewrite);
    insert(bed.table, 101, 110);

    arrived(110);
    insert(bed.table, 111, 111);
    arrived(111);
  }

  @Test
  void anEmptyPartitionIsNoReasonToReadTheWindowAgain() {
    partitioned();
    FeedFixture.Running poller = start();
    insert(bed.table, 1, 10);
    arrived(10);
    String saved = "select cardinality(parts) from tickgate.source where feed = '%1$s'";
    soon().until(() -> run(saved).iterator().next().getInteger(0) == 4);

    run("create table %1$s_2 partition of %1$s for values from (100) to (200)");

    soon().until(() -> run(saved).iterator().next().getInteger(0) == 5);
    insert(bed.table, 101, 110);
    arrived(20);
    run("alter table %1$s detach partition %1$s_2; drop table %1$s_2");
    insert(bed.table, 11, 20);
    arrived(30);
    assertThat(poller.failures).hasValue(0);
  }

  private void partitioned() {
    run("create table %1$s " + COLUMNS + " partition by range (id)");
    run("create table %1$s_1 partition of %1$s for values from (0) to (100)");
  }

  private FeedFixture.Running start() {
    return start(bed.bySerial(POLL, 1_000));
  }

  private FeedFixture.Running start(Feed feed) {
    FeedFixture.Running poller = bed.start(feed, "a");
    // Before the first look, what the window does not hold is no news.
    soon()
        .until(
            () ->
                poller.leads()
                    && run("select from tickgate.feed where snapshot is not null and name = '%1$s'")
                            .size()
                        == 1);
    return poller;
  }

  private void insert(String table, long from, long to) {
    database.run(
        "insert into %s select n, now(), n, n from generate_series(%d, %d) n"
            .formatted(table, from, to));
  }

  private RowSet<Row> run(String sql) {
    return database.run(sql.formatted(bed.table));
  }

  /** So many rows, each once. */
  private void arrived(int rows) {
    soon()
        .until(
            () ->
                bed.heard.stream().map(heard -> heard.position().offset()).distinct().count()
                    >= rows);
    assertThat(bed.offsets().stream().distinct())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, rows).boxed().toList());
    assertThat(bed.bids().stream().distinct()).hasSize(rows);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
