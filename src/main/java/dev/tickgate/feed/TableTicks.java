package dev.tickgate.feed;

import dev.tickgate.bus.TickCursor;
import dev.tickgate.bus.TicksPage;
import dev.tickgate.bus.TicksRequest;
import dev.tickgate.store.SerialQueries;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the ticks of a topic from the table of a feed, a page at a time, in the order of their
 * times. The ticks have no positions, because the table does not contain which rows were published.
 * Confined to one event loop.
 */
final class TableTicks {
  private static final int MOST_BYTES = 1 << 20;
  // A page that takes longer is not worth the load on the database. Prices are the shortest text of
  // the number.
  private static final String BEGIN =
      "set local statement_timeout = 8000; set local extra_float_digits = 1";
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private final Pool pool;
  private final Feed feed;
  private final SerialQueries queries = new SerialQueries();
  // Null until the types of the columns are known, and after a failure, because the table may have
  // been altered.
  private HistorySql sql;

  TableTicks(Pool pool, Feed feed) {
    this.pool = pool;
    this.feed = feed;
  }

  /**
   * Rows that were read.
   *
   * @param last the place after the last row; empty where there is none
   * @param hasMore whether the table has more rows in the span
   */
  record Stored(String ticks, int count, Optional<TickCursor> last, boolean hasMore) {
    /**
     * @param goesOn whether pages follow although the table has no more
     */
    TicksPage page(boolean goesOn) {
      return new TicksPage(ticks, hasMore || goesOn ? last : Optional.empty(), false);
    }
  }

  /**
   * @param to the end of the span, exclusive; empty for no bound
   */
  Future<Stored> read(TicksRequest request, Optional<Instant> to) {
    return queries.run(
        () ->
            pool.withTransaction(connection -> read(connection, request, to.orElse(END)))
                .onFailure(failure -> sql = null));
  }

  private Future<Stored> read(SqlConnection connection, TicksRequest request, Instant to) {
    Instant from = request.from().orElse(FIRST);
    return connection
        .query(BEGIN)
        .execute()
        .compose(limited -> prepared(connection))
        .compose(
            known ->
                connection
                    .preparedQuery(known.statement())
                    .execute(
                        Tuple.of(
                            known.earliest(from, request.after()),
                            known.firstKey(request.after()),
                            known.latest(to),
                            HistorySql.micros(from),
                            HistorySql.micros(to),
                            known.symbol(request.topic()),
                            request.limit() + 1L)))
        .map(rows -> stored(rows, request));
  }

  private Future<HistorySql> prepared(SqlConnection connection) {
    return sql != null
        ? Future.succeededFuture(sql)
        : connection
            .preparedQuery(TableFacts.QUERY)
            .execute(TableFacts.parameters(feed))
            .map(
                answer -> {
                  sql = HistorySql.of(feed, TableFacts.of(answer));
                  return sql;
                });
  }

  private Stored stored(RowSet<Row> rows, TicksRequest request) {
    StringBuilder ticks = new StringBuilder();
    int read = 0;
    int count = 0;
    Optional<TickCursor> last = Optional.empty();
    for (Row row : rows) {
      if (read == request.limit() || ticks.length() > MOST_BYTES) {
        return new Stored(ticks.toString(), count, last, true);
      }
      read++;
      Optional<TickCursor> place =
          Optional.of(new TickCursor.Stored(row.getLong("place"), row.getLong("key")));
      // Of rows with equal keys only the first is returned.
      if (!place.equals(last)
          && Quote.of(feed.symbols(), row(row)) instanceof Quote.Valid valid
          && valid.topic().equals(request.topic())) {
        ticks.append(count++ == 0 ? "" : ",").append(valid.tick().toJson());
      }
      last = place;
    }
    return new Stored(ticks.toString(), count, last, false);
  }

  private static SourceRow row(Row row) {
    return new SourceRow(
        RowId.of(row.getLong("key")),
        row.getString("symbol"),
        row.getLong("at"),
        row.getString("bid_text"),
        row.getString("ask_text"));
  }
}
