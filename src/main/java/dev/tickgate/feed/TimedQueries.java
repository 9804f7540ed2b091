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
 * Asks a database, and takes a question back that is not answered in time: the next one goes on
 * another connection. What was taken back gets more time when it is asked again, and keeps it as
 * long as it needs it, so that a scan of a huge window comes to its end. Confined to one event
 * loop.
 */
public final class TimedQueries {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  // Less than the silence at which a connection is given up.
  private static final long MOST_MS = 50_000;
  // In the transaction of each question, because a pooler may give each one another session.
  // Between two analyzes the planner does not know how few rows are younger than the last ones it
  // counted, and would read the whole table four times a second. Rows come in the order of the key,
  // and only equal keys need to be sorted, not the whole window. Prices are text: 1 prints the
  // shortest digits that are the number.
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
    // Sent without a wait for the one before; where that fails, this one does.
    Future<RowSet<Row>> answer = connection.preparedQuery(sql).execute(parameters);
    // Back to the pool when the connection is of use again, not when we have lost patience.
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
        .onSuccess(rows -> patience = Math.max(least, 2 * millisSince(asked)))
        .onFailure(
            failure -> {
              if (failure instanceof TimeoutException) {
                patience = Math.min(MOST_MS, Math.max(patience, 2 * limit));
                // Where nobody answers there is nobody to cancel it either.
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

  private long millisSince(long asked) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - asked);
  }
}
