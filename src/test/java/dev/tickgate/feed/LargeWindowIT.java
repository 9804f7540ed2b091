package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.demo.TestServer;
import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Outcome;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looks at a table whose window is too large to be read in one of them. */
class LargeWindowIT {
  private static final int ROWS = 120_000;
  private static final long SERIAL_LOOKBACK = 110_000;
  // Rows that were there first have even ids, late ones odd ids.
  private static final String FILL =
      """
      create unlogged table quotes (id bigint primary key, time timestamptz not null unique, bid int, ask int);
      insert into quotes
        select 2 * n, now() + (n - %1$d) * interval '%2$d us', 1, 1 from generate_series(1, %1$d) n;
      """;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @TempDir private Path directory;
  @TempDir private Path copy;
  private final List<RowId> found = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong now = new AtomicLong();
  // Of one connection, whose counters of read rows can be asked for.
  private Pool pool = pool(database.options());
  private Scanner scanner;

  enum KeyType {
    SERIAL("id"),
    TIME("(extract(epoch from time) * 1000000)::bigint");

    private final String number;

    KeyType(String number) {
      this.number = number;
    }

    Feed feed() {
      return new Feed(
          "quotes",
          "Q",
          "quotes",
          this == SERIAL
              ? new Key.Serial("id", SERIAL_LOOKBACK)
              : new Key.Time("time", Key.Time.DEFAULT_LOOKBACK),
          new Feed.Columns("time", "bid", "ask"),
          Duration.ofMillis(10));
    }
  }

  private static Pool pool(PgConnectOptions options) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(1))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  @AfterEach
  void drop() {
    await(pool.close());
    database.run("drop table if exists quotes");
  }

  private void scanWith(Feed feed) {
    scanner =
        new Scanner(
            new TickTable(feed, pool, System::nanoTime),
            feed.start(),
            row -> Quote.of(feed.symbols(), row),
            new VisibilityTracker(Optional.empty()),
            new DropLog("quotes", new FeedMetrics() {}, System::nanoTime),
            () -> false,
            // Each answer takes so long that the window is too large for one look.
            () -> now.addAndGet(Scanner.LONGEST + 1),
            () -> {},
            Optional.of(
                new RelationWatch(feed, new TickTable(feed, pool, System::nanoTime), state(feed))));
    // The first look is in one go.
    scan();
    found.clear();
  }

  private static SourceState state(Feed feed) {
    database.run(
        """
        create schema if not exists tickgate;
        drop table if exists tickgate.source;
        create table tickgate.source (feed text primary key, parts text[], audited bigint, walked bigint)
        """);
    return new SourceState(database.pool(), feed);
  }

  private Future<Outcome> look() {
    // The next deep scan is due.
    now.addAndGet(Duration.ofDays(1).toNanos());
    return scanner.scan(
        (List<Scanner.Found> rows, Optional<Cursor> cursor) -> {
          rows.forEach(row -> found.add(row.id()));
          return Future.succeededFuture(Outcome.DONE);
        });
  }

  private void scan() {
    assertThat(await(look())).isEqualTo(Outcome.DONE);
  }

  private void scanUntil(BooleanSupplier condition) {
    for (int look = 0; !condition.getAsBoolean(); look++) {
      assertThat(look).as("looks; found " + found.size()).isLessThan(200);
      scan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLookReadsNoMoreRowsOfATenTimesLargerWindow(KeyType key) {
    long ofSmall = mostReadByALook(key, 60_000);
    database.run("drop table quotes");

    long ofLarge = mostReadByALook(key, 600_000);

    assertThat(ofSmall).isGreaterThan(10_000);
    assertThat(ofLarge).isLessThanOrEqualTo(ofSmall * 11 / 10);
  }

  private long mostReadByALook(KeyType key, int rows) {
    database.run(FILL.formatted(rows, 900));
    database.run("vacuum analyze quotes");
    Feed feed =
        key == KeyType.TIME
            ? key.feed()
            : new Feed(
                "quotes",
                "Q",
                "quotes",
                new Key.Serial("id", rows),
                key.feed().columns(),
                key.feed().poll());
    scanWith(feed);
    long most = 0;
    long all = 0;
    // The whole window twice.
    while (all < 2L * rows) {
      long before = read();
      scan();
      long of = read() - before;
      most = Math.max(most, of);
      all += of;
    }
    System.out.printf("%s, %d rows: a look reads at most %d entries of indexes%n", key, rows, most);
    return most;
  }

  /**
   * Entries of indexes that the scanner's connection has read; its counters are published first.
   */
  private long read() {
    await(pool.query("select pg_stat_force_next_flush()").execute());
    return await(
            pool.query(
                    "select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'quotes'")
                .execute())
        .iterator()
        .next()
        .getLong(0);
  }

  @ParameterizedTest
  @EnumSource
  void everyRowIsFoundOnceWhileStepsGoThroughTheWindow(KeyType key) {
    database.run(FILL.formatted(ROWS, 4_000));
    scanWith(key.feed());
    WindowWriters writers = new WindowWriters(database, ROWS, new Random(7));
    int steps = 0;

    for (int look = 0; look < 120; look++) {
      writers.act();
      scan();
      steps += scanner.isUnderWay() ? 1 : 0;
    }
    writers.end();

    List<RowId> committed = ids("select %s from quotes where bid = 2".formatted(key.number));
    scanUntil(() -> found.size() >= committed.size());
    scanUntil(() -> !scanner.isUnderWay());
    assertThat(steps).isGreaterThan(50);
    assertThat(committed).hasSizeGreaterThan(200);
    assertThat(found).containsExactlyInAnyOrderElementsOf(committed);
  }

  @ParameterizedTest
  @EnumSource
  void aWindowThatMovesBackBetweenTwoStepsIsReadToo(KeyType key) {
    database.run(FILL.formatted(ROWS, 4_000));
    scanWith(key.feed());
    stepsUnderWay(3);

    // The new rows are behind the window of the scan under way, and inside that of the rows left.
    database.run(
        "delete from quotes where id > 40000; insert into quotes select id - 1, time - interval '1 ms', 2, 2 from quotes where id % 1000 = 0 and id > 2000");

    List<RowId> committed = ids("select %s from quotes where bid = 2".formatted(key.number));
    scanUntil(() -> found.size() >= committed.size());
    assertThat(found).containsExactlyInAnyOrderElementsOf(committed);
  }

  /** To the middle of a deep scan. */
  private void stepsUnderWay(int steps) {
    scanUntil(() -> !scanner.isUnderWay());
    for (int i = 0; i < steps; i++) {
      scan();
      assertThat(scanner.isUnderWay()).isTrue();
    }
  }

  @Test
  void aServerThatIsRestoredBetweenTwoStepsIsReadByKey() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      await(pool.close());
      pool = pool(PgConnectOptions.fromUri(server.url()));
      run(FILL.formatted(ROWS, 4_000) + "alter table quotes set logged");
      scanWith(KeyType.SERIAL.feed());
      server.backUp(copy);
      answered();
      // The numbers of these transactions are given out again.
      for (int i = 1; i <= 5; i++) {
        run("insert into quotes select 2 * %d, now() + interval '1 s', 3, 3".formatted(ROWS + i));
      }
      scanUntil(() -> found.size() == 5);
      stepsUnderWay(5);

      server.restore(copy);
      answered();
      for (int id = 100_001; id <= 200_001; id += 20_000) {
        run("insert into quotes select %1$d, now() - interval '%1$d us', 2, 2".formatted(id));
      }

      // The rows that earlier scans found come again: the journal drops them.
      scanUntil(
          () ->
              found.containsAll(
                  List.of(100_001L, 120_001L, 140_001L, 160_001L, 180_001L, 200_001L).stream()
                      .map(RowId::of)
                      .toList()));
    }
  }

  /** Looks until one succeeds: the connections of before are broken. */
  private void answered() {
    await().ignoreExceptions().until(() -> look().await() == Outcome.DONE);
  }

  private RowSet<Row> run(String sql) {
    return await(pool.query(sql).execute());
  }

  private List<RowId> ids(String sql) {
    List<RowId> ids = new ArrayList<>();
    database.run(sql).forEach(row -> ids.add(RowId.of(row.getLong(0))));
    return ids;
  }
}
