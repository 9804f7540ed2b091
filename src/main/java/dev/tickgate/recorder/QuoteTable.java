package dev.tickgate.recorder;

import dev.tickgate.store.Identifier;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The table of a recorder: created where it is absent, its times are UTC without a zone. */
final class QuoteTable {
  private static final String EXISTS = "select to_regclass($1) is not null as found";
  private static final String CREATE =
      """
      create table if not exists %s (
        time timestamp primary key,
        bid double precision,
        ask double precision)
      """;
  // Prices are text on the way, so that a numeric column gets every digit.
  private static final String INSERT =
      """
      insert into %s (time, bid, ask)
      select time, bid::numeric, ask::numeric
      from unnest($1::timestamp[], $2::text[], $3::text[]) as row (time, bid, ask)
      on conflict do nothing
      """;

  private final Pool pool;
  private final String table;
  private boolean found;

  QuoteTable(Pool pool, String path) {
    this.pool = pool;
    this.table = Identifier.quotedPath(path);
  }

  /**
   * @return the number of rows that the table did not have
   */
  Future<Integer> insert(List<SecondRow> rows) {
    return prepare()
        .compose(ready -> pool.preparedQuery(INSERT.formatted(table)).execute(parameters(rows)))
        .map(SqlResult::rowCount)
        // It may have been dropped.
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
                    : pool.query(CREATE.formatted(table)).execute())
        .onSuccess(ready -> found = true)
        .mapEmpty();
  }

  private static Tuple parameters(List<SecondRow> rows) {
    return Tuple.of(
        rows.stream()
            .map(row -> LocalDateTime.ofInstant(row.second(), ZoneOffset.UTC))
            .toArray(LocalDateTime[]::new),
        rows.stream().map(row -> row.bid().toPlainString()).toArray(String[]::new),
        rows.stream().map(row -> row.ask().toPlainString()).toArray(String[]::new));
  }
}
