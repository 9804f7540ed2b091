package dev.tickgate.candle;

import dev.tickgate.market.Candle;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.store.Schema;
import dev.tickgate.stream.Position;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The stored candles, and the positions in the journals up to which their ticks are counted. Any
 * thread may read; only the leader writes.
 */
final class CandleTables {
  static final Schema SCHEMA = new Schema("candle", List.of("V1__candles.sql"));
  private static final long PATIENCE_MS = 10_000;
  private static final int PURGED_AT_ONCE = 1_000;

  private final Pool pool;

  CandleTables(Pool pool) {
    this.pool = pool;
  }

  /**
   * The process that writes.
   *
   * @param node the owner of the lease of candles
   * @param term the term of its leadership
   */
  record Writer(String node, long term) {}

  /**
   * Some candles of a span, in order of time.
   *
   * @param newest the time of the newest bucket of the series; empty where no candle was found
   */
  record Span(List<Candle> candles, Optional<Instant> newest) {}

  Future<Void> migrate() {
    return SCHEMA.migrate(pool);
  }

  /** The progress of a feed; empty where the feed has never had a leader. */
  Future<Optional<Progress>> progress(String feed) {
    return rows(CandleSql.PROGRESS, Tuple.of(feed))
        .map(rows -> rows.stream().map(CandleTables::progress).findFirst());
  }

  private static Progress progress(Row row) {
    String source = row.getString("feed_source");
    long epoch = row.getLong("feed_epoch");
    if (row.getLong("seq") == null) {
      return new Progress(Optional.empty(), source, new Position(epoch, 0), Optional.empty());
    }
    Position stored = new Position(row.getLong("epoch"), row.getLong("seq"));
    boolean continues = row.getBoolean("continues");
    // The sequence numbers of the journal continue where only the epoch of the feed has changed.
    Position at = new Position(epoch, continues ? stored.offset() : 0);
    return new Progress(Optional.of(stored), source, at, time(row, continues ? "floor" : "newest"));
  }

  private static Optional<Instant> time(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(time -> time.toInstant());
  }

  /**
   * Adds ticks to the stored candles and moves the position in the journal, in one transaction.
   *
   * @param candles the ticks between the two positions, one candle for each bucket
   * @return the candles as they are stored now. It fails without a change where the writer does not
   *     lead any more, or another position is stored.
   */
  Future<List<SeriesCandle>> write(
      Writer writer, String feed, Progress from, Position end, List<SeriesCandle> candles) {
    return pool.withTransaction(
            connection ->
                move(connection, writer, feed, from, end, candles)
                    .compose(moved -> merge(connection, candles)))
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  private static Future<Void> move(
      SqlConnection connection,
      Writer writer,
      String feed,
      Progress from,
      Position end,
      List<SeriesCandle> candles) {
    Optional<Instant> newest =
        candles.stream().map(each -> each.candle().last().timestamp()).max(Instant::compareTo);
    Tuple parameters = Tuple.of(CandleSettings.FEED, writer.node(), writer.term(), feed);
    parameters.addString(from.source()).addLong(end.epoch()).addLong(end.offset());
    parameters.addOffsetDateTime(newest.map(CandleRow::utc).orElse(null));
    parameters.addOffsetDateTime(from.floor().map(CandleRow::utc).orElse(null));
    parameters.addLong(from.stored().map(Position::epoch).orElse(null));
    parameters.addLong(from.stored().map(Position::offset).orElse(null));
    return connection
        .preparedQuery(CandleSql.MOVE)
        .execute(parameters)
        .compose(
            moved ->
                moved.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture("another process has counted the ticks of " + feed));
  }

  private static Future<List<SeriesCandle>> merge(
      SqlConnection connection, List<SeriesCandle> candles) {
    return candles.isEmpty()
        ? Future.succeededFuture(List.of())
        : connection
            .preparedQuery(CandleSql.MERGE)
            .execute(CandleRow.columns(candles))
            .map(rows -> rows.stream().map(CandleRow::seriesCandle).toList());
  }

  /** The two newest candles of each series; fewer where fewer are stored. */
  Future<List<SeriesCandle>> newest(Collection<Series> wanted) {
    Tuple parameters =
        Tuple.tuple()
            .addArrayOfString(
                wanted.stream().map(series -> series.ticks().name()).toArray(String[]::new))
            .addArrayOfInteger(
                wanted.stream()
                    .map(series -> CandleRow.period(series.interval()))
                    .toArray(Integer[]::new));
    return rows(CandleSql.NEWEST, parameters)
        .map(rows -> rows.stream().map(CandleRow::seriesCandle).toList());
  }

  /** The first candles of a span. */
  Future<Span> span(Series series, Instant from, Instant to, int limit) {
    return rows(
            CandleSql.SPAN,
            Tuple.of(
                series.ticks().name(),
                CandleRow.period(series.interval()),
                CandleRow.utc(from),
                CandleRow.utc(to),
                limit))
        .map(CandleTables::span);
  }

  /** The newest candles before a time. */
  Future<Span> before(Series series, Instant to, int limit) {
    return rows(
            CandleSql.BEFORE,
            Tuple.of(
                series.ticks().name(),
                CandleRow.period(series.interval()),
                CandleRow.utc(to),
                limit))
        .map(CandleTables::span)
        .map(
            found -> {
              List<Candle> candles = new ArrayList<>(found.candles());
              Collections.reverse(candles);
              return new Span(candles, found.newest());
            });
  }

  private static Span span(RowSet<Row> rows) {
    return new Span(
        rows.stream().map(CandleRow::candle).toList(),
        rows.stream().findFirst().flatMap(row -> time(row, "newest")));
  }

  /**
   * Removes candles whose buckets begin before a time, in batches.
   *
   * @return the number of removed candles
   */
  Future<Long> purge(CandleInterval interval, Instant before) {
    return rows(
            CandleSql.PURGE,
            Tuple.of(CandleRow.period(interval), CandleRow.utc(before), PURGED_AT_ONCE))
        .compose(
            some ->
                some.rowCount() < PURGED_AT_ONCE
                    ? Future.succeededFuture((long) some.rowCount())
                    : purge(interval, before).map(more -> more + some.rowCount()));
  }

  private Future<RowSet<Row>> rows(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }
}
