package dev.tickgate.feed;

import dev.tickgate.bus.SamplesRequest;
import dev.tickgate.stream.Sample;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Reads the prices of a topic and a span of time from a feed's journal. The database aggregates
 * them, so that the poller reads 900 rows for an hour of 100 rows a second. Answers one request at
 * a time, so that charts never take more than one connection from the feed. Confined to one event
 * loop.
 */
public final class JournalSamples {
  // The values are cut out of the text, because parsing each body as JSON takes six times as long.
  private static final String SAMPLES =
      """
      select min(t) as first, max(t) as last, (array_agg(mid order by n))[1] as open,
        (array_agg(mid order by n desc))[1] as mid, max(mid) as high, min(mid) as low,
        count(*) as count
      from (
        select %1$s as n,
          split_part(split_part(body, '"timestamp":"', 2), '"', 1)::timestamptz as t,
          split_part(split_part(body, '"mid":', 2), ',', 1)::double precision as mid
        from tickgate.journal
        where %2$s and %1$s >= $3 offset 0) quotes
      where t >= $4 and t < $5
      group by date_bin($6::bigint * interval '1 millisecond', t, timestamptz 'epoch')
      order by 1
      """;
  // A span that takes longer is not worth the load on the database.
  private static final String LIMIT = "set local statement_timeout = 8000";

  private final Pool pool;
  private final Feed feed;
  private final JournalColumns columns;
  private final String samples;
  private Future<?> last = Future.succeededFuture();

  public JournalSamples(Pool pool, Feed feed) {
    this.pool = pool;
    this.feed = feed;
    this.columns = JournalColumns.of(feed);
    this.samples = columns.in(SAMPLES);
  }

  public Future<List<Sample>> answer(SamplesRequest request) {
    Future<List<Sample>> answer =
        last.transform(done -> pool.withTransaction(connection -> read(connection, request)));
    last = answer;
    return answer;
  }

  private Future<List<Sample>> read(SqlConnection connection, SamplesRequest request) {
    return connection
        .query(LIMIT)
        .execute()
        .compose(
            limited -> columns.firstAt(connection, feed.name(), request.topic(), request.from()))
        .compose(
            first ->
                first == null
                    ? Future.succeededFuture(List.of())
                    : samples(connection, first, request));
  }

  private Future<List<Sample>> samples(
      SqlConnection connection, long first, SamplesRequest request) {
    return connection
        .preparedQuery(samples)
        .execute(
            Tuple.of(
                feed.name(),
                request.topic().name(),
                first,
                utc(request.from()),
                utc(request.to()),
                request.interval().toMillis()))
        .map(JournalSamples::samples);
  }

  private static List<Sample> samples(RowSet<Row> rows) {
    return rows.stream().map(JournalSamples::sample).toList();
  }

  private static Sample sample(Row row) {
    return new Sample(
        row.getOffsetDateTime("first").toInstant(),
        row.getOffsetDateTime("last").toInstant(),
        row.getDouble("open"),
        row.getDouble("mid"),
        row.getDouble("high"),
        row.getDouble("low"),
        row.getLong("count"));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
