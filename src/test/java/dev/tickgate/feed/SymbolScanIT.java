package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scans of a table with many symbols, whose rows of one moment have the same key. */
class SymbolScanIT extends SymbolScanCase {
  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = 15;
  private static final String KEY = "(extract(epoch from time) * 1000000)::bigint";

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture shared = DatabaseFixture.create(vertx);

  SymbolScanIT() {
    super(shared);
  }

  @Test
  void everyCommittedRowIsFoundOnceWhileWritersCommitInAnyOrder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<java.util.concurrent.Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      writers.add(threads.submit(() -> write(number)));
    }

    await()
        .until(
            () -> {
              scan();
              return writers.stream().allMatch(java.util.concurrent.Future::isDone);
            });
    for (java.util.concurrent.Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();
    List<RowId> committed = committed();
    await()
        .until(
            () -> {
              scan();
              return found.size() >= committed.size();
            });

    assertThat(committed).hasSizeGreaterThan(1_000);
    assertThat(ids()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
  }

  // A few seconds around now, each with rows of many writers and symbols.
  // Two writers that insert the same rows would wait for each other.
  private void write(int writer) {
    Random random = new Random(writer);
    String insert =
        "insert into quotes select date_trunc('second', now()) + %d * interval '1 s', 'S%d.' || n, 1, 1"
            + " from generate_series(%d, %d) n on conflict do nothing";
    SqlConnection connection = await(database.pool().getConnection());
    for (int i = 0; i < TRANSACTIONS; i++) {
      for (String step : new String[] {"begin", "savepoint s"}) {
        run(connection, step);
        int first = random.nextInt(400);
        run(
            connection,
            insert.formatted(random.nextInt(7) - 3, writer, first, first + random.nextInt(60)));
      }
      run(connection, random.nextBoolean() ? "rollback to s" : "release s");
      run(connection, "select pg_sleep(" + random.nextDouble() * 0.2 + ")");
      run(connection, random.nextInt(10) == 0 ? "rollback" : "commit");
    }
    await(connection.close());
  }

  private static void run(SqlConnection connection, String sql) {
    await(connection.query(sql).execute());
  }

  @Test
  void moreSymbolsOfOneMomentThanAPageHoldsAreReadInOrderAndOnce() {
    scan();
    database.run(
        "insert into quotes select '2026-01-31T12:00Z', 'S' || n, 1, 1 from generate_series(1, 10000) n");

    scan();
    scan();

    assertThat(symbols())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 10_000).mapToObj(n -> "S" + n).sorted().toList());
  }

  @Test
  void rowsBehindTheLookBackAreReadInPagesThatDoNotCutAMoment() {
    database.run(
        "insert into quotes select '2026-01-31T12:00Z'::timestamptz + m * interval '1 hour', 'S' || n, 1, 1"
            + " from generate_series(1, 3000) n, generate_series(1, 5) m");

    scan();

    assertThat(ids()).hasSize(15_000).doesNotHaveDuplicates();
    assertThat(ids())
        .isSortedAccordingTo(Comparator.comparingLong(RowId::key).thenComparing(RowId::symbol));
  }

  @Test
  void aPageBeginsExactlyBehindARowAlsoOfAFarTime() {
    // Of so many microseconds a floating-point number has no place for the last digits.
    database.run(
        "insert into quotes select '9000-01-01T12:00:00.123457Z'::timestamptz + m * interval '1 us', 'S' || n, 1, 1"
            + " from generate_series(1, 3000) n, generate_series(0, 2) m");

    scan();

    assertThat(ids()).hasSize(9_000).doesNotHaveDuplicates();
  }

  @Test
  void aViewWithManySymbolsIsReadByItsKey() {
    database.run("create view shown as select * from quotes where bid > 0");
    scanWith(feed("shown").by(Mode.KEY).from(new Start.All()));
    database.run(
        "insert into quotes select date_trunc('second', now()), 'S' || n, 1, 1 from generate_series(1, 5000) n");
    scan();
    scan();
    database.run(
        "insert into quotes select date_trunc('second', now()) - interval '1 s', 'late', 1, 1");

    // A complete scan is due when nine times the length of the last one has passed.
    await()
        .until(
            () -> {
              scan();
              return symbols().contains("late");
            });

    assertThat(symbols()).hasSize(5_001).doesNotHaveDuplicates();
  }

  @Test
  void theLatestRowsAreTheNewestOfEachSymbol() {
    database.run(
        "insert into quotes select now() - m * interval '1 s', 'S' || n, m, m"
            + " from generate_series(1, 1500) n, generate_series(1, 3) m"
            + " where n > 700 or m > 1");
    scanWith(new Start.Latest());

    scan();

    assertThat(symbols()).hasSize(1_500).doesNotHaveDuplicates();
    assertThat(found).allMatch(row -> row.tick().bid().intValue() == (number(row) > 700 ? 1 : 2));
    assertThat(ids()).isSortedAccordingTo(Comparator.comparingLong(RowId::key));
  }

  private static int number(Scanner.Found row) {
    return Integer.parseInt(row.tick().symbol().substring(1));
  }

  @Test
  void theLookBackBeginsWithTheNewestThousandRows() {
    database.run(
        "insert into quotes select now() - m * interval '1 s', 'S' || n, m, m"
            + " from generate_series(1, 800) n, generate_series(1, 3) m");
    scanWith(new Start.Lookback());

    scan();

    assertThat(found).hasSize(1_000);
    assertThat(found.stream().filter(row -> row.tick().bid().intValue() == 1)).hasSize(800);
    assertThat(ids()).doesNotHaveDuplicates();
  }

  private List<RowId> committed() {
    List<RowId> rows = new ArrayList<>();
    database
        .run("select " + KEY + " as key, symbol from quotes")
        .forEach(row -> rows.add(new RowId(row.getLong("key"), row.getString("symbol"))));
    return rows;
  }
}
