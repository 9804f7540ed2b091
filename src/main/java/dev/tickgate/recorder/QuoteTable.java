package dev.tickgate.recorder;

import dev.tickgate.recorder.RecorderSettings.Take;
import dev.tickgate.store.Identifier;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of a recorder, created where it is absent. Its times are UTC without a zone. */
final class QuoteTable {
  private static final String EXISTS = "select to_regclass($1) is not null as found";
  private static final String CREATE =
      """
      create table if not exists %s (
        time timestamp primary key,
        %s)
      """;
  // Prices are sent as text, so that a numeric column stores every digit.
  private static final String INSERT =
      """
      insert into %s (time, %s)
      select time, %s
      from unnest($1::timestamp[], %s) as row (time, %s)
      on conflict do nothing
      """;

  /** A column of prices. */
  private record Column(String name, Function<SecondRow, BigDecimal> price) {}

  private static final List<Column> CLOSE =
      List.of(
          new Column("bid", row -> row.bid().close()), new Column("ask", row -> row.ask().close()));
  private static final List<Column> COURSE =
      List.of(
          CLOSE.get(0),
          CLOSE.get(1),
          new Column("bid_open", row -> row.bid().open()),
          new Column("bid_high", row -> row.bid().high()),
          new Column("bid_low", row -> row.bid().low()),
          new Column("ask_open", row -> row.ask().open()),
          new Column("ask_high", row -> row.ask().high()),
          new Column("ask_low", row -> row.ask().low()));

  private final Pool pool;
  private final String table;
  private final List<Column> columns;
  private final String insert;
  private boolean found;

  QuoteTable(Pool pool, RecorderSettings settings) {
    this.pool = pool;
    this.table = Identifier.quotedPath(settings.table());
    this.columns = settings.take() == Take.OHLC ? COURSE : CLOSE;
    this.insert =
        INSERT.formatted(
            table,
            each(column -> column.name()),
            each(column -> column.name() + "::numeric"),
            each(column -> "$" + (2 + columns.indexOf(column)) + "::text[]"),
            each(column -> column.name()));
  }

  private String each(Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  /**
   * @return the number of rows that were inserted, without those that the table had
   */
  Future<Integer> insert(List<SecondRow> rows) {
    return prepare()
        .compose(ready -> pool.preparedQuery(insert).execute(parameters(rows)))
        .map(SqlResult::rowCount)
        // The table may have been dropped: checks again.
        .onFailure(failure -> found = false);
  }

  private Future<Void> prepare() {
    if (found) {
      return Future.succeededFuture();
    }
    return pool.preparedQuery(EXISTS)
        .execute(Tuple.of(table))
        .compose(
            rows ->
                rows.iterator().next().getBoolean("found")
                    ? Future.succeededFuture()
                    : pool.query(create()).execute())
        .onSuccess(ready -> found = true)
        .mapEmpty();
  }

  private String create() {
    return CREATE.formatted(table, each(column -> column.name() + " double precision"));
  }

  private Tuple parameters(List<SecondRow> rows) {
    Tuple parameters =
        Tuple.of(
            rows.stream()
                .map(row -> LocalDateTime.ofInstant(row.second(), ZoneOffset.UTC))
                .toArray(LocalDateTime[]::new));
    for (Column column : columns) {
      parameters.addArrayOfString(
          rows.stream()
              .map(row -> column.price().apply(row).toPlainString())
              .toArray(String[]::new));
    }
    return parameters;
  }
}
