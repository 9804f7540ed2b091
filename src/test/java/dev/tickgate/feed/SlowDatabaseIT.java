package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowDatabaseIT {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final Duration LIMIT = AwaitLimit.LIMIT;
  private static final int BACKLOG = 400;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  private Feed feed;

  @BeforeEach
  void open() {
    feed = bed.bySerial(POLL, 10_000);
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(bed.table));
  }

  @Test
  void aLeaderKeepsTheLeadWhileItCatchesUpThoughAPageTakesLongerThanTheLease() {
    FeedFixture.Running a = bed.start(feed, "a", FeedSettings.DEFAULT);
    await().until(a::leads);
    FeedFixture.Running b = bed.start(feed, "b", FeedSettings.DEFAULT);
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    // A page of a thousand rows would take 12 s, the lease is 3 s.
    slowly("before", "for each row", 0.012);

    insert(BACKLOG);

    await().atMost(LIMIT).until(() -> bed.heard.size() >= BACKLOG + 1);
    assertThat(bed.offsets())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, BACKLOG + 1).boxed().toList());
    assertThat(a.term).hasValue(1);
    assertThat(b.term).hasValue(0);
  }

  @Test
  void aLookOfManyRowsIsNoOutageWhileItMakesProgress() {
    FeedFixture.Running a = bed.start(feed, "a", FeedSettings.DEFAULT);
    await().until(a::leads);
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    // 7 s in all, of which no page takes 3 s; 5 s without an answer are an outage.
    slowly("before", "for each row", 0.0018);

    insert(4_000);

    Set<FeedState> states = new HashSet<>();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              states.add(bed.sync(Optional.empty(), 0).state());
              return bed.heard.size() == 4_001;
            });
    assertThat(states).containsExactly(FeedState.LIVE);
  }

  @Test
  void aLeaderIsNotDeposedInTheMiddleOfAStatementThatOutlastsTheLease() {
    FeedFixture.Running a = bed.start(feed, "a", FeedSettings.DEFAULT);
    await().until(a::leads);
    FeedFixture.Running b = bed.start(feed, "b", FeedSettings.DEFAULT);
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    slowly("after", "for each statement", 4);

    insert(1);

    await().atMost(LIMIT).until(() -> bed.heard.size() == 2);
    assertThat(a.term).hasValue(1);
    assertThat(b.term).hasValue(0);
  }

  @Test
  void aQuestionWithoutAnAnswerIsTakenBackAndAskedOnAnotherConnection() {
    FeedDatabases databases =
        FeedDatabases.open(
            DatabaseFixture.open(vertx, database.options()),
            DatabaseFixture.open(vertx, database.options()));
    TimedQueries questions =
        new TimedQueries(databases.source(), Duration.ofMillis(300), System::nanoTime);
    String sql = "select pg_sleep(0.5 * $1)";

    assertThat(ask(questions, sql, 100).cause())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("the database did not answer a statement within 300 ms");
    await().atMost(LIMIT).until(() -> running("pg_sleep") == 0);

    // Twice the time, and again: it would not end otherwise.
    assertThat(ask(questions, sql, 1).succeeded()).isTrue();
    await(databases.close());
  }

  @Test
  void aTableThatIsLockedIsAnOutageUntilItIsNot() {
    FeedFixture.Running a = bed.start(feed, "a");
    await().until(a::leads);
    SqlConnection holder = await(database.pool().getConnection());
    Transaction held = await(holder.begin());
    await(holder.query("lock table " + bed.table).execute());

    await()
        .atMost(LIMIT)
        .until(() -> bed.sync(Optional.empty(), 0).state() == FeedState.SOURCE_UNAVAILABLE);
    await(held.commit().eventually(holder::close));
    insert(1);

    await().atMost(LIMIT).until(() -> bed.heard.size() == 1);
    assertThat(bed.sync(Optional.empty(), 0).state()).isEqualTo(FeedState.LIVE);
    assertThat(a.term).hasValue(1);
  }

  private static Future<RowSet<Row>> ask(TimedQueries questions, String sql, int halfSeconds) {
    Future<RowSet<Row>> answer = questions.ask(sql, Tuple.of((double) halfSeconds));
    await().atMost(LIMIT).until(answer::isComplete);
    return answer;
  }

  private long running(String part) {
    return database
        .run(
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and state = 'active' and application_name = 'tickgate' and query like '%"
                + part
                + "%'")
        .iterator()
        .next()
        .getLong(0);
  }

  private void slowly(String when, String each, double seconds) {
    database.run(
        "create function slow() returns trigger language plpgsql as"
            + " $$ begin perform pg_sleep(%s); return new; end $$".formatted(seconds));
    database.run(
        "create trigger slow %s insert on tickgate.journal %s execute function slow()"
            .formatted(when, each));
  }

  private void insert(int count) {
    database.run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, %d) n"
            .formatted(bed.table, count));
  }
}
