package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.lead.FeedSettings;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rows that commit behind the newest one: published inside of the look-back, counted outside. */
class LateRowsIT extends UnusualRowsCase {
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture shared = DatabaseFixture.create(vertx);

  LateRowsIT() {
    super(vertx, shared);
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

  @Test
  void aTransactionIsPublishedHoweverManyRowsWereWrittenWhileItWasOpen() {
    database.run(
        "create table %s (id bigserial primary key, at timestamptz default now(), bid int, ask int)"
            .formatted(bed.table));
    FeedFixture.Running poller = start(bed.bySerial(POLL, 10));
    String into = "insert into %s (bid, ask) ".formatted(bed.table);
    database.run(into + "values (1, 1)");
    soon().until(() -> bed.bids().contains(1.0));
    SqlConnection late = await(database.pool().getConnection());
    await(late.query("begin; " + into + "values (2, 2)").execute());
    database.run(into + "select 3, 3 from generate_series(1, 1000)");
    soon().until(() -> bed.heard.size() == 1_001);
    // Rows that come one by one are heard by one look after the other, of which most are complete.
    for (int i = 1; i <= 20; i++) {
      int heard = 1_001 + i;
      database.run(into + "values (4, 4)");
      soon().until(() -> bed.heard.size() == heard);
    }

    await(late.query("commit").execute());

    soon().until(() -> bed.bids().contains(2.0));
    await(late.close());
    // The window follows.
    String last = "select id from %s order by id desc offset 9 limit 1".formatted(bed.table);
    long window = database.run(last).iterator().next().getLong(0);
    soon().until(() -> scanFrom() == window);
    assertThat(bed.heard).hasSize(1_022);
    assertThat(poller.late).hasValue(0);
  }

  private long scanFrom() {
    String sql = "select scan_from from tickgate.feed where name = '%s'".formatted(bed.table);
    return database.run(sql).iterator().next().getLong(0);
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
  void aRowThatIsCommittedTooLateDuringAShortFirstLeadershipIsCountedByTheNextOne() {
    FeedFixture.createByTime(database, bed.table, "timestamptz", "numeric");
    FeedSettings never =
        new FeedSettings(Duration.ofMillis(900), Duration.ofHours(24), Duration.ofHours(1));
    FeedFixture.Running first = bed.start(bed.byTime(POLL), "a", never);
    bed.awaitFirstLook(database);
    insert("now()", 1);
    soon().until(() -> bed.heard.size() == 1);
    awaitWindow();
    insert("now() - interval '1 hour'", 2);
    insert("now()", 3);
    soon().until(() -> bed.bids().contains(3.0));
    bed.stop(first);

    FeedFixture.Running second = start(bed.byTime(POLL));

    soon().until(() -> second.late.get() == 1);
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

  /** The window of a table keyed by time follows its newest row, a scan later. */
  private void awaitWindow() {
    String moved =
        "select from tickgate.feed where name = '%s'".formatted(bed.table)
            + " and scan_from > (extract(epoch from now()) - 3600) * 1000000";
    soon().until(() -> database.run(moved).size() == 1);
  }
}
