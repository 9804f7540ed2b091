package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * How PostgreSQL looks for new rows in a large table; the plans are printed. {@code -Pchaos} takes
 * ten million rows.
 */
class ScanPlanIT {
  private static final int ROWS = Integer.getInteger("plan.rows", 300_000);
  private static final int WINDOW = 10_000;
  private static final int SYMBOLS = 2_000;
  // One for the rows, one for the key at which the newest rows begin.
  private static final long SHALLOW_SEARCHES = 2;
  private static final Pattern BUFFERS = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture
  private final FeedDatabases databases =
      FeedDatabases.open(
          DatabaseFixture.open(vertx, database.options()),
          DatabaseFixture.open(vertx, database.options()));

  private void fill() {
    database.run(
        """
        create table by_serial (id bigserial primary key, at timestamptz, bid float8, ask float8);
        insert into by_serial (at, bid, ask)
          select now() - (%1$d - n) * interval '60 ms', 1, 1 from generate_series(1, %1$d) n;
        create table by_time (time timestamptz primary key, bid float8, ask float8);
        insert into by_time select at, bid, ask from by_serial;
        """
            .formatted(ROWS));
  }

  /** Each second has a row of each symbol. */
  private void fillBySymbol(String key) {
    database.run(
        """
        create table by_symbol (time timestamptz, symbol text, bid float8, ask float8, %3$s);
        insert into by_symbol
          select date_trunc('second', now()) - (%1$d - n) / %2$d * interval '1 s', 'S' || n %% %2$d, 1, 1
          from generate_series(1, %1$d) n;
        """
            .formatted(ROWS, SYMBOLS, key));
  }

  @Test
  void aTableKeyedBySerialIsScannedByItsKey() {
    fill();
    Feed feed = feed("by_serial", new Key.Serial("id", WINDOW), "at");

    scannedByItsKey(feed, "by_serial_pkey", ColumnType.INTEGER);
  }

  @Test
  void aTableKeyedByTimeIsScannedByItsKey() {
    fill();
    Feed feed = feed("by_time", new Key.Time("time", Duration.ofMinutes(10)), "time");

    scannedByItsKey(feed, "by_time_pkey", ColumnType.TIMESTAMPTZ);
  }

  @Test
  void aTableOfManySymbolsIsScannedByTimeThenSymbol() {
    fillBySymbol("primary key (time, symbol)");

    scannedByItsKey(bySymbol(), "by_symbol_pkey", ColumnType.TIMESTAMPTZ);
  }

  @Test
  void aTableWhoseIndexOfSymbolsDoesNotBeginWithTheTimeIsScannedByTheIndexOfTheTime() {
    fillBySymbol("unique (symbol, time)");
    database.run("create index by_symbol_pkey on by_symbol (time)");

    scannedByItsKey(bySymbol(), "by_symbol_pkey", ColumnType.TIMESTAMPTZ);
  }

  @Test
  void aPageThatBeginsInsideOfAGroupOfEqualKeysReadsNoMoreThanThePageAndTheGroup() {
    fillBySymbol("primary key (time, symbol)");
    Feed feed = bySymbol();
    TickSql sql = sql(feed, ColumnType.TIMESTAMPTZ);
    SqlConnection connection = await(databases.source().getConnection());
    long middle =
        await(
                connection
                    .query(
                        "select (extract(epoch from time) * 1000000)::bigint from by_symbol"
                            + " order by time offset 100000 limit 1")
                    .execute())
            .iterator()
            .next()
            .getLong(0);

    String plan = explain(connection, sql, middle, 0, 0, "'S1500'");

    System.out.println(plan);
    assertThat(plan).contains("using by_symbol_pkey").contains("Incremental Sort");
    assertThat(buffers(plan)).as(plan).isLessThan(SYMBOLS);
    await(connection.close());
  }

  private static Feed bySymbol() {
    return new Feed(
        "by_symbol",
        new Symbols.Column("symbol", "ticks."),
        "by_symbol",
        new Key.Time("time", Duration.ofSeconds(5)),
        new Feed.Columns("time", "bid", "ask"),
        Duration.ofMillis(250));
  }

  private static TickSql sql(Feed feed, ColumnType type) {
    Map<String, ColumnType> types =
        new HashMap<>(Map.of("bid", ColumnType.FLOAT, "ask", ColumnType.FLOAT));
    types.put(feed.columns().timestamp(), ColumnType.TIMESTAMPTZ);
    types.put(feed.key().column(), type);
    return TickSql.of(feed, types);
  }

  private void scannedByItsKey(Feed feed, String index, ColumnType type) {
    TickSql sql = sql(feed, type);
    // As at work: nobody has analyzed the table, then somebody has.
    for (String upkeep : new String[] {"select 1", "vacuum analyze " + feed.table()}) {
      database.run(upkeep);
      SqlConnection connection = await(databases.source().getConnection());
      Row bounds = bounds(connection, sql);
      long xmin = bounds.getLong("snapshot_xmin");
      long deep = sql.windowBehind(bounds.getLong("newest"));
      usesOnly(index, explain(connection, sql, deep, xmin, 3, "null"), feed + " deep");
      String shallow = explain(connection, sql, bounds.getLong("near"), xmin, 1, "null");
      usesOnly(index, shallow, feed + " shallow");
      assertThat(searches(shallow)).as(shallow).isEqualTo(SHALLOW_SEARCHES);
      await(connection.close());
    }
  }

  private static long searches(String plan) {
    return Pattern.compile("using by_\\w+_pkey.*\\(actual").matcher(plan).results().count();
  }

  private static Row bounds(SqlConnection connection, TickSql sql) {
    String statement = sql.scan().replace("$1", "0").replace("$2", "null");
    return await(
            connection
                .query(
                    statement
                        .replace("$3", "0")
                        .replace("$4", "3")
                        .replace("$5", "null")
                        .replace("$6", "null"))
                .execute())
        .iterator()
        .next();
  }

  /** As the poller asks: prepared, with the plan that serves every parameter. */
  private static String explain(
      SqlConnection connection, TickSql sql, long from, long xmin, int bounds, String symbol) {
    // As TimedQueries sets it for each look.
    await(
        connection
            .query("set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off")
            .execute());
    await(connection.query("deallocate all; set plan_cache_mode = force_generic_plan").execute());
    await(
        connection
            .query("prepare scan (bigint, text, bigint, int, text, bigint) as " + sql.scan())
            .execute());
    String execute =
        "execute scan (%d, '%d', %d, %d, %s, null)"
            .formatted(from, xmin, Scanner.PAGE, bounds, symbol);
    StringBuilder plan = new StringBuilder();
    for (Row line :
        await(connection.query("explain (analyze, buffers, costs off) " + execute).execute())) {
      plan.append(line.getString(0)).append('\n');
    }
    return plan.toString();
  }

  private static void usesOnly(String index, String plan, String what) {
    System.out.printf("%s, %d rows:%n%s%n", what, ROWS, plan);
    assertThat(plan)
        .contains("using " + index)
        .doesNotContain("Seq Scan")
        .doesNotContain("Sort Method: external");
    assertThat(buffers(plan)).as(plan).isLessThan(2 * WINDOW);
  }

  private static long buffers(String plan) {
    Matcher first = BUFFERS.matcher(plan);
    assertThat(first.find()).as(plan).isTrue();
    return Long.parseLong(first.group(1))
        + (first.group(2) == null ? 0 : Long.parseLong(first.group(2)));
  }

  private static Feed feed(String table, Key key, String timestamp) {
    return new Feed(
        table,
        table,
        table,
        key,
        new Feed.Columns(timestamp, "bid", "ask"),
        Duration.ofMillis(250));
  }
}
