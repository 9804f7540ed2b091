package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Runs queries with a time-out. A query that is not answered in time is cancelled, and the next one
 * uses another connection. After a time-out the limit is greater, and it stays as long as queries
 * need it, so that a scan of a huge window completes. Confined to one event loop.
 */
public final class TimedQueries {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  // Less than the silence after which a connection is closed.
  private static final long MOST_MS = 50_000;
  // The settings are local to the transaction of each query, because a pooler may give each one
  // another session. Between two runs of ANALYZE the statistics do not include the newest rows, so
  // the planner would read the whole table four times a second. Rows are read in the order of the
  // key, so that only rows with equal keys need a sort, not the whole window. extra_float_digits =
  // 1 prints a price as the shortest text of the number.
  private static final String BEGIN =
      "begin; set local enable_seqscan = off; set local enable_bitmapscan = off;"
          + " set local enable_sort = off;"
          + " set local jit = off; set local extra_float_digits = 1";

  private final Pool pool;
  private final long least;
  private final LongSupplier nanos;
  private long patience;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public TimedQueries(Pool pool, Duration patience, LongSupplier nanos) {
    this.nanos = nanos;
    this.pool = pool;
    this.least = patience.toMillis();
    this.patience = least;
  }

  public Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return pool.getConnection().compose(connection -> ask(connection, sql, parameters));
  }

  private Future<RowSet<Row>> ask(SqlConnection connection, String sql, Tuple parameters) {
    long asked = nanos.getAsLong();
    long limit = patience;
    Future<RowSet<Row>> begun = connection.query(BEGIN).execute();
    // Sent without waiting for the result of the statement before; where that fails, this one fails
    // too.
    Future<RowSet<Row>> answer = connection.preparedQuery(sql).execute(parameters);
    // The connection returns to the pool when it is usable again, not at the time-out.
    Future.join(begun, answer)
        .transform(
            done ->
                connection
                    .query(done.succeeded() ? "commit" : "rollback")
                    .execute()
                    .otherwiseEmpty())
        .onComplete(done -> connection.close());
    return answer
        .timeout(limit, TimeUnit.MILLISECONDS)
        .onSuccess(rows -> patience = Math.max(least, Math.min(MOST_MS, 2 * millisSince(asked))))
        .onFailure(
            failure -> {
              if (failure instanceof TimeoutException) {
                patience = Math.min(MOST_MS, Math.max(patience, 2 * limit));
                // The result is ignored: a server that does not answer does not cancel the query
                // either.
                PgConnection.cast(connection).cancelRequest();
              }
            })
        .recover(failure -> Future.failedFuture(named(failure, limit)));
  }

  private static Throwable named(Throwable failure, long limit) {
    return failure instanceof TimeoutException
        ? new TimeoutException("the database did not answer a statement within " + limit + " ms")
        : failure;
  }

  /** The present limit of a query, in milliseconds. */
  long patience() {
    return patience;
  }

  private long millisSince(long asked) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - asked);
  }
}
