package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that answers that the feed cannot be read is not one that does not answer. */
class MisconfiguredIT {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final String COLUMNS =
      "(id bigserial primary key, at timestamptz, bid numeric, ask numeric)";
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(id uuid, at timestamptz, bid int, ask int); the column id (key) is of type uuid and must be an integer",
        "(id text, at timestamptz, bid int, ask int); the column id (key) is of type text and must be an integer",
        "(id numeric, at timestamptz, bid int, ask int); the column id (key) is of type numeric and must be an integer",
        "(id timestamptz, at timestamptz, bid int, ask int); the column id (key) is of type timestamp with time zone",
        "(id int, at date, bid int, ask int); the column at (columns.timestamp) is of type date and must be a timestamp",
        "(id int, at text, bid int, ask int); the column at (columns.timestamp) is of type text and must be a timestamp",
        "(id int, at time, bid int, ask int); the column at (columns.timestamp) is of type time without time zone",
        "(id int, at timestamp, bid boolean, ask int); the column bid (columns.bid) is of type boolean and must be a number, money or text",
        "(id int, at timestamp, bid int, ask jsonb); the column ask (columns.ask) is of type jsonb and must be",
        "(id int, at timestamp, bid int, ask int[]); the column ask (columns.ask) is of type integer[] and must be",
        "(id int, at timestamp, bid int, \"Ask\" int); there is no column ask (columns.ask); the table has id, at, bid, Ask",
        "(key int, at timestamp, bid int, ask int); there is no column id (key); the table has key, at, bid, ask",
      })
  void aWrongColumnIsSaid(String columns, String problem) {
    database.run("create table " + bed.table + " " + columns);

    isMisconfigured(problem);
  }

  @Test
  void aTableThatIsMissingIsSaidAndReadWhenItIsThere() {
    Feed feed = bed.bySerial(POLL, 100);
    assertThat(findings(feed)).containsExactly("ERROR there is no table " + bed.table);
    FeedFixture.Running poller = bed.start(feed, "a");
    await().until(poller.misconfigured::get);
    assertThat(state()).isEqualTo(FeedState.MISCONFIGURED);

    database.run("create table " + bed.table + " " + COLUMNS);
    insert();

    await().until(() -> bed.heard.size() == 1);
    assertThat(state()).isEqualTo(FeedState.LIVE);
    await().until(() -> !poller.misconfigured.get());
    assertThat(poller.verticle.problem()).isEmpty();
    assertThat(poller.leaderships).hasValue(1);
  }

  @Test
  void aTableThatWasNeverReadIsReplacedByACorrectedName() {
    Feed correct = bed.bySerial(POLL, 100);
    Feed wrong =
        new Feed(correct.name(), "T" + bed.table, "qoutes", correct.key(), correct.columns(), POLL);
    FeedFixture.Running poller = bed.start(wrong, "a");
    await().until(poller.misconfigured::get);
    bed.stop(poller);
    database.run("create table " + bed.table + " " + COLUMNS);
    insert();

    bed.start(correct, "b");

    await().until(() -> bed.heard.size() == 1);
  }

  @Test
  void aColumnThatIsRenamedWhileTheFeedIsReadIsSaidAndLostRowsThereAreNone() {
    database.run("create table " + bed.table + " " + COLUMNS);
    FeedFixture.Running poller = bed.start(bed.bySerial(POLL, 100), "a");
    insert();
    await().until(() -> bed.heard.size() == 1);

    database.run("alter table %s rename column bid to bidd".formatted(bed.table));
    await().until(poller.misconfigured::get);
    assertThat(poller.verticle.problem()).hasValueSatisfying(it -> assertThat(it).contains("bid"));
    database.run("insert into %s (at, bidd, ask) values (now(), 2, 2)".formatted(bed.table));
    database.run("alter table %s rename column bidd to bid".formatted(bed.table));

    await().until(() -> bed.heard.size() == 2);
    assertThat(state()).isEqualTo(FeedState.LIVE);
  }

  @Test
  void aTypeThatIsChangedWhileTheFeedIsReadIsReadAnew() {
    database.run("create table " + bed.table + " " + COLUMNS);
    bed.start(bed.bySerial(POLL, 100), "a");
    insert();
    await().until(() -> bed.heard.size() == 1);

    for (String type : List.of("text", "float8", "numeric")) {
      database.run(
          "alter table %s alter bid type %s using bid::%s".formatted(bed.table, type, type));
      insert();
    }

    await().until(() -> bed.heard.size() == 4);
    assertThat(bed.offsets()).containsExactly(1L, 2L, 3L, 4L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "grant select (id, at, bid) on %s to reader; the user may not read the column ask (columns.ask): grant select",
        "revoke usage on schema public from public; permission denied for schema public",
      })
  void aRightThatIsMissingIsSaid(String grant, String problem) {
    database.run("create table " + bed.table + " " + COLUMNS);
    database.run(
        "do $$ begin create role reader login; exception when duplicate_object then null; end $$");
    database.run(grant.formatted(bed.table));
    PgConnectOptions reader = database.options().setUser("reader");
    Feed feed =
        new Feed(
            bed.table,
            "T" + bed.table,
            "public." + bed.table,
            bed.bySerial(POLL, 100).key(),
            bed.bySerial(POLL, 100).columns(),
            POLL);

    FeedFixture.Running poller =
        bed.start(feed, "a", FeedFixture.QUICK, reader, database.options());

    await().until(poller.misconfigured::get);
    assertThat(poller.verticle.problem())
        .hasValueSatisfying(it -> assertThat(it).contains(problem));
    assertThat(findings(feed, poller))
        .anyMatch(line -> line.startsWith("ERROR") && line.contains(problem));
    database.run(
        "grant usage on schema public to public; grant select on %s to reader"
            .formatted(bed.table));
    insert();
    await().until(() -> bed.heard.size() == 1);
  }

  @Test
  void aViewIsRefusedWithItsReason() {
    database.run(
        "create table %1$s_t %2$s; create view %1$s as select * from %1$s_t"
            .formatted(bed.table, COLUMNS));

    isMisconfigured(
        bed.table
            + " is a view, whose rows have no transaction numbers: set the feed's mode to key");
  }

  @Test
  void aForeignTableIsRefusedWithItsReason() {
    database.run(
        "create foreign data wrapper w; create server s foreign data wrapper w;"
            + " create foreign table %s (id bigint, at timestamptz, bid int, ask int) server s"
                .formatted(bed.table));

    isMisconfigured(
        bed.table
            + " is a foreign table, whose rows have no transaction numbers: set the feed's mode to key");
  }

  @Test
  void aTableWithAForeignPartitionIsRefusedWithItsReason() {
    database.run(
        """
        create foreign data wrapper w2; create server s2 foreign data wrapper w2;
        create table %1$s (id bigint, at timestamptz, bid int, ask int) partition by range (id);
        create foreign table %1$s_1 partition of %1$s for values from (0) to (10) server s2
        """
            .formatted(bed.table));

    isMisconfigured(
        "partly a foreign table, whose rows have no transaction numbers: set the feed's mode to key");
  }

  @Test
  void aSequenceIsNoTable() {
    database.run("create sequence " + bed.table);

    isMisconfigured("neither a table nor a view");
  }

  @Test
  void aMaterializedViewIsReadAndAnUnusedOneIsSaid() {
    database.run(
        "create table %1$s_t %2$s; create materialized view %1$s as select * from %1$s_t with no data"
            .formatted(bed.table, COLUMNS));
    FeedFixture.Running poller = bed.start(bed.bySerial(POLL, 100), "a");
    await().until(poller.misconfigured::get);

    for (int n = 1; n <= 3; n++) {
      int rows = 5 * n;
      database.run(
          "insert into %s_t (at, bid, ask) select now(), 1, 1 from generate_series(1, 5)"
              .formatted(bed.table));
      database.run("refresh materialized view " + bed.table);
      await().until(() -> bed.heard.size() == rows);
    }

    assertThat(bed.offsets()).doesNotHaveDuplicates().hasSize(15);
  }

  @Test
  void aTableThatFitsIsDescribedWithItsDisadvantages() {
    database.run(
        "create table %s (id bigint, at timestamptz, bid numeric, ask money)".formatted(bed.table));

    assertThat(findings(bed.bySerial(POLL, 100)))
        .containsExactly(
            "OK %s is a table; key id bigint, timestamp at timestamp with time zone, bid bid numeric, ask ask money"
                .formatted(bed.table),
            "WARNING no index begins with the key id: each look reads the whole table",
            "WARNING no unique index is on the key id alone: of rows with equal keys one is published");
  }

  private void isMisconfigured(String problem) {
    Feed feed = bed.bySerial(POLL, 100);
    assertThat(findings(feed)).anyMatch(line -> line.startsWith("ERROR") && line.contains(problem));
    FeedFixture.Running poller = bed.start(feed, "a");
    await().until(poller.misconfigured::get);
    assertThat(state()).isEqualTo(FeedState.MISCONFIGURED);
    assertThat(poller.verticle.problem())
        .hasValueSatisfying(it -> assertThat(it).contains(problem));
    assertThat(poller.leaderships).hasValue(1);
  }

  private FeedState state() {
    return bed.sync(Optional.empty(), 0).state();
  }

  private static List<String> findings(Feed feed) {
    return lines(await(TableCheck.run(feed, database.pool())));
  }

  private static List<String> findings(Feed feed, FeedFixture.Running poller) {
    return lines(await(TableCheck.run(feed, poller.databases.source())));
  }

  private static List<String> lines(List<TableCheck.Finding> findings) {
    return findings.stream().map(finding -> finding.level() + " " + finding.text()).toList();
  }

  private void insert() {
    database.run("insert into %s (at, bid, ask) values (now(), '1', '1')".formatted(bed.table));
  }
}
