package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Outcome;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scans of a table with many symbols, whose rows of one moment have the same key. */
class SymbolScanIT {
  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = 15;
  private static final String KEY = "(extract(epoch from time) * 1000000)::bigint";

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  private final List<Scanner.Found> found = Collections.synchronizedList(new ArrayList<>());
  private final FeedFixture.Running counts = new FeedFixture.Running();
  private VisibilityTracker visibility;
  private Scanner scanner;

  @BeforeEach
  void create() {
    create("text");
    scanWith(new Start.All());
  }

  private static void create(String type) {
    database.run(
        "create table quotes (time timestamptz not null, symbol %s, bid numeric, ask numeric, unique (symbol, time));"
                .formatted(type)
            + "create index on quotes (time)");
  }

  @AfterEach
  void drop() {
    database.run("drop table quotes cascade");
  }

  private static Feed feed(String table) {
    return new Feed(
        table,
        new Symbols.Column("symbol", "ticks."),
        table,
        new Key.Time("time", Key.Time.DEFAULT_LOOKBACK),
        new Feed.Columns("time", "bid", "ask"),
        Duration.ofMillis(10));
  }

  private void scanWith(Start start) {
    scanWith(feed("quotes").from(start));
  }

  private void scanWith(Feed feed) {
    visibility = new VisibilityTracker(Optional.empty());
    scanner =
        new Scanner(
            new TickTable(feed, database.pool(), System::nanoTime),
            feed.start(),
            row -> Quote.of(feed.symbols(), row),
            visibility,
            new DropLog("quotes", counts, System::nanoTime),
            () -> false,
            System::nanoTime,
            () -> {},
            Optional.empty());
  }

  private Outcome scan() {
    return await(scanner.scan(this::take));
  }

  private Future<Outcome> take(List<Scanner.Found> rows, Optional<Cursor> cursor) {
    found.addAll(rows);
    return Future.succeededFuture(Outcome.DONE);
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
  private static void write(int writer) {
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
  void rowsWithoutAValidSymbolAreDroppedAndCountedOnce() {
    scan();
    database.run(
        "insert into quotes select now(), symbol, 1, 1 from unnest(array["
            + "'A', null, '', ' ', 'B C', 'é', repeat('L', 64), repeat('L', 65), repeat('L', 5000), E'x\ny']) symbol");

    scan();
    scan();

    assertThat(symbols()).containsExactly("A", "L".repeat(64));
    // Null is counted as empty; the texts that are too long are one where they begin equally.
    assertThat(counts.dropped).hasSize(6).containsOnly(DropReason.INVALID_SYMBOL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "varchar(20)|B",
        "char(10)|B",
        "name|B",
        "integer|17",
        "bigint|-5|",
      })
  void theSymbolMayBeOfAnyTypeWithAPlainText(String type, String value) {
    database.run("drop table quotes");
    create(type);
    database.run("insert into quotes values (now(), '%s', 1, 1)".formatted(value));

    scan();

    // A minus is no beginning of a symbol.
    assertThat(symbols())
        .containsExactlyElementsOf(value.startsWith("-") ? List.of() : List.of(value));
  }

  @Test
  void theSymbolMayBeAnEnumOrADomain() {
    database.run("drop table quotes; create type venue as enum ('Z', 'A')");
    create("venue");
    database.run("insert into quotes values (now(), 'A', 1, 1), (now(), 'Z', 1, 1)");

    scan();

    assertThat(symbols()).containsExactly("A", "Z");
    database.run("drop table quotes; drop type venue; create domain pair as text");
    create("pair");
    database.run("insert into quotes values (now(), 'P', 1, 1)");
    scanWith(new Start.All());
    scan();
    assertThat(symbols()).containsExactly("A", "Z", "P");
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

  @Test
  void aCheckTellsOfAMissingIndexAndOfAColumnThatIsNoSymbol() {
    Feed feed = feed("quotes");

    assertThat(check(feed))
        .containsExactly(
            "OK quotes is a table; key time timestamp with time zone, timestamp time timestamp with"
                + " time zone, bid bid numeric, ask ask numeric, symbol symbol text");
    database.run("create unique index on quotes (time, symbol)");
    assertThat(check(feed)).hasSize(1);
    database.run(
        "drop index quotes_time_symbol_idx;"
            + "alter table quotes drop constraint quotes_symbol_time_key; create unique index on quotes (symbol, bid)");
    assertThat(check(feed))
        .contains(
            "WARNING no unique index is on the columns time and symbol: of rows with both equal one"
                + " is published");
    database.run("alter table quotes alter column symbol type float8 using 1");
    assertThat(check(feed))
        .containsExactly(
            "ERROR the column symbol (symbol) is of type double precision and must be a text, an"
                + " enum or an integer");
    database.run("alter table quotes drop column symbol");
    assertThat(check(feed)).containsExactly("ERROR there is no column symbol (symbol)");
  }

  private static List<String> check(Feed feed) {
    return await(TableCheck.run(feed, database.pool())).stream()
        .map(finding -> finding.level() + " " + finding.text())
        .toList();
  }

  private List<RowId> ids() {
    return Stream.of(found.toArray(Scanner.Found[]::new)).map(Scanner.Found::id).toList();
  }

  private List<String> symbols() {
    return found.stream().map(row -> row.tick().symbol()).toList();
  }

  private static List<RowId> committed() {
    List<RowId> rows = new ArrayList<>();
    database
        .run("select " + KEY + " as key, symbol from quotes")
        .forEach(row -> rows.add(new RowId(row.getLong("key"), row.getString("symbol"))));
    return rows;
  }
}
