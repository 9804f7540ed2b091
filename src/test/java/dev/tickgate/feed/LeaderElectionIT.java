package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.FeedSettings;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LeaderElectionIT {
  private static final Duration POLL = Duration.ofMillis(25);
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

  @Test
  void theFirstRowOfAnEmptyTableArrives() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "double precision");
    FeedFixture.Running poller = bed.start(bed.byTime(POLL), "a");
    await().until(poller::leads);

    insert("2026-02-16 13:05:10.123", "151.245", "151.249");

    await().until(() -> bed.heard.size() == 1);
    JsonObject body = bed.bodies().get(0);
    assertThat(body.getString("type")).isEqualTo("ticker");
    assertThat(body.getString("symbol")).isEqualTo("T" + bed.table);
    assertThat(body.getString("timestamp")).isEqualTo("2026-02-16T13:05:10.123Z");
    assertThat(new String(bed.heard.get(0).json()))
        .contains("\"bid\":151.245,\"ask\":151.249,\"mid\":151.247,");
    assertThat(body.getLong("offset")).isEqualTo(1);
  }

  @Test
  void rowsThereBeforeTheFirstStartArriveInTheOrderOfTheirKeys() {
    FeedFixture.createByTime(database, bed.table, "timestamptz", "numeric(20,8)");
    insert("2026-02-16 13:00:03+00", "3", "4");
    insert("2026-02-16 22:00:01+09", "1", "4");
    insert("2026-02-16 13:00:02+00", "2", "4");
    insert("2026-02-16 12:49:00+00", "9", "10");

    bed.start(bed.byTime(POLL), "a");

    await().until(() -> bed.heard.size() == 3);
    assertThat(bed.bids()).containsExactly(1.0, 2.0, 3.0);
    assertThat(bed.bodies().get(0).getString("timestamp")).isEqualTo("2026-02-16T13:00:01.000Z");
  }

  @Test
  void noMoreThanTheNewestThousandAreTakenFromWhatWasThereBefore() {
    createBySerial();
    database.run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, 3500) n"
            .formatted(bed.table));

    bed.start(bed.bySerial(POLL, 3_000), "a");
    await().until(() -> bed.heard.size() == 1_000);
    insertSerial(1, 4_000);

    await().until(() -> bed.heard.size() == 1_001);
    assertThat(bed.bids().get(0)).isEqualTo(2_501.0);
    assertThat(bed.bids().get(1_000)).isEqualTo(4_000.0);
  }

  @Test
  void aHundredRowsOfOneTransactionArriveInOrderOnce() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "real");
    await().until(bed.start(bed.byTime(POLL), "a")::leads);

    database.run(
        ("insert into %s select timestamp '2026-01-01' + n * interval '1 second', n, n"
                + " from generate_series(1, 100) n order by random()")
            .formatted(bed.table));

    await().until(() -> bed.heard.size() >= 100);
    insert("2026-01-01 01:00:00", "101", "101");
    await().until(() -> bed.heard.size() >= 101);
    assertThat(bed.bids())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 101).mapToObj(n -> (double) n).toList());
    assertThat(bed.offsets()).containsExactlyElementsOf(offsets(101));
  }

  @Test
  void tenThousandRowsOfOneCommitArriveInPages() {
    createBySerial();
    await().until(bed.start(bed.bySerial(POLL, 10_000), "a")::leads);
    bed.awaitFirstLook(database);

    database.run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, 10000) n"
            .formatted(bed.table));

    await().until(() -> bed.heard.size() == 10_000);
    assertThat(bed.offsets()).containsExactlyElementsOf(offsets(10_000));
  }

  @Test
  void aRowThatIsCommittedLaterWithASmallerKeyArrives() {
    createBySerial();
    await().until(bed.start(bed.bySerial(POLL, 10_000), "a")::leads);
    var late = await(database.pool().getConnection());
    await(late.query("begin").execute());
    await(
        late.query("insert into " + bed.table + " (at, bid, ask) values (now(), 1, 1)").execute());

    insertSerial(50, 2);
    await().until(() -> bed.heard.size() == 50);
    await(late.query("commit").execute());
    await(late.close());

    await().until(() -> bed.heard.size() == 51);
    assertThat(bed.bids().get(50)).isEqualTo(1.0);
    insertSerial(1, 3);
    await().until(() -> bed.heard.size() == 52);
    assertThat(bed.offsets()).containsExactlyElementsOf(offsets(52));
  }

  @Test
  void invalidRowsAreCountedAndNeverArrive() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "double precision");
    FeedFixture.Running poller = bed.start(bed.byTime(POLL), "a");
    await().until(poller::leads);

    insert("2026-01-01 00:00:01", "0", "1");
    insert("2026-01-01 00:00:02", "1", "-1");
    insert("2026-01-01 00:00:03", "2", "1");
    insert("2026-01-01 00:00:04", "'NaN'", "1");
    insert("2026-01-01 00:00:05", "1", "'Infinity'");
    insert("2026-01-01 00:00:06", "null", "1");
    insert("infinity", "1", "1");
    insert("2026-01-01 00:00:07", "1", "1");

    await().until(() -> bed.heard.size() == 1 && poller.dropped.size() == 7);
    insert("2026-01-01 00:00:08", "1.5", "2.5");
    await().until(() -> bed.heard.size() == 2);
    assertThat(bed.bids()).containsExactly(1.0, 1.5);
    assertThat(poller.dropped)
        .containsExactlyInAnyOrder(
            DropReason.NOT_POSITIVE,
            DropReason.NOT_POSITIVE,
            DropReason.CROSSED,
            DropReason.NOT_A_NUMBER,
            DropReason.NOT_A_NUMBER,
            DropReason.NOT_A_NUMBER,
            DropReason.NO_TIMESTAMP);
    assertThat(
            database
                .run("select count(*) from tickgate.journal where feed = '" + bed.table + "'")
                .iterator()
                .next()
                .getLong(0))
        .isEqualTo(2);
  }

  @Test
  void anUpdatedRowDoesNotArriveAgainAndACorrectedOneDoesOnce() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "double precision");
    await().until(bed.start(bed.byTime(POLL), "a")::leads);
    insert("2026-01-01 00:00:01", "1", "1");
    insert("2026-01-01 00:00:02", "0", "1");
    await().until(() -> bed.heard.size() == 1);

    database.run("update " + bed.table + " set ask = 5");
    database.run("update " + bed.table + " set bid = 3 where bid = 0");

    await().until(() -> bed.heard.size() == 2);
    insert("2026-01-01 00:00:03", "4", "5");
    await().until(() -> bed.heard.size() == 3);
    assertThat(bed.bids()).containsExactly(1.0, 3.0, 4.0);
  }

  @Test
  void aKeyFarInTheFutureDoesNotHideTheOthers() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "double precision");
    await().until(bed.start(bed.byTime(POLL), "a")::leads);

    insert("2999-01-01 00:00:00", "1", "1");
    await().until(() -> bed.heard.size() == 1);
    database.run(
        "insert into %s values (clock_timestamp() at time zone 'UTC', 2, 2)".formatted(bed.table));

    await().until(() -> bed.heard.size() == 2);
  }

  @Test
  void aRowWhoseIdWasRequestedLongBeforeItsInsertIsCountedNotPublished() {
    createBySerial();
    FeedSettings often =
        new FeedSettings(Duration.ofMillis(900), Duration.ofHours(1), Duration.ofMillis(100));
    FeedFixture.Running poller = bed.start(bed.bySerial(POLL, 10), "a", often);
    await().until(poller::leads);
    bed.awaitFirstLook(database);
    String next = "select nextval(pg_get_serial_sequence('%s', 'id'))".formatted(bed.table);
    long id = database.run(next).iterator().next().getLong(0);
    insertSerial(20, 2);
    await().until(() -> bed.heard.size() == 20);
    String passed =
        "select from tickgate.feed where name = '%s' and scan_from > %d".formatted(bed.table, id);
    await().until(() -> database.run(passed).size() == 1);

    database.run(
        "insert into %s (id, at, bid, ask) values (%d, now(), 1, 1)".formatted(bed.table, id));

    await().until(() -> poller.late.get() == 1);
    insertSerial(1, 3);
    await().until(() -> bed.heard.size() == 21);
    assertThat(bed.bids()).doesNotContain(1.0);
    assertThat(poller.late).hasValue(1);
  }

  @Test
  void aNotifyWakesThePollerLongBeforeItsTime() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "double precision");
    Feed slow = bed.byTime(Duration.ofMinutes(1));
    NotifyTrigger trigger = new NotifyTrigger(database.pool());
    await(trigger.install(slow));
    await(trigger.install(slow));
    await().until(bed.start(slow, "a")::leads);
    await().until(this::isListening);

    // Without the notifications, each row behind the first would wait for a minute.
    long start = System.nanoTime();
    for (int n = 1; n <= 3; n++) {
      insert("2026-01-01 00:00:0" + n, "1", "1");
      int count = n;
      await().pollInterval(Duration.ofMillis(2)).until(() -> bed.heard.size() == count);
    }

    assertThat(Promptness.since(start)).isLessThan(Duration.ofMinutes(1));
    await(trigger.remove(slow));
  }

  private boolean isListening() {
    return database
            .run(
                "select count(*) from pg_stat_activity where query = 'listen \"tickgate_%s\"'"
                    .formatted(bed.table))
            .iterator()
            .next()
            .getLong(0)
        == 1;
  }

  private void insert(String time, String bid, String ask) {
    database.run("insert into %s values ('%s', %s, %s)".formatted(bed.table, time, bid, ask));
  }

  private void createBySerial() {
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid numeric, ask numeric)"
            .formatted(bed.table));
  }

  private void insertSerial(int count, int price) {
    database.run(
        "insert into %s (at, bid, ask) select now(), %d, %d from generate_series(1, %d)"
            .formatted(bed.table, price, price, count));
  }

  private static List<Long> offsets(int upTo) {
    return LongStream.rangeClosed(1, upTo).boxed().toList();
  }
}
