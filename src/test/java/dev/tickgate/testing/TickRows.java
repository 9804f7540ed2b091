package dev.tickgate.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Rows of {@code ticker_usd_jpy}, inserted by plain SQL as any program would. The bid of a row is
 * its number in thousandths, so that a client can derive the row from a tick.
 */
public final class TickRows implements AutoCloseable {
  private static final String TABLE =
      "create table ticker_usd_jpy (time timestamp primary key, bid double precision, ask double"
          + " precision)";
  private static final long FIRST = 150_000;

  // One connection, so that rows are committed in the order of the inserts.
  private final Pool pool;
  private long last = FIRST - 1;

  /** Creates the table. */
  public TickRows(Vertx vertx, PgConnectOptions database) {
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(database)
            .using(vertx)
            .build();
    DatabaseFixture.await(pool.query(TABLE).execute());
  }

  /** Commits {@code count} rows in one transaction, and returns their numbers. */
  public List<Long> insert(int count) {
    return DatabaseFixture.await(insertLater(count));
  }

  /** Inserts rows without blocking the caller. */
  public Future<List<Long>> insertLater(int count) {
    List<Long> numbers = take(count);
    String sql = numbers.stream().map(TickRows::sql).collect(Collectors.joining(";"));
    return pool.query(sql).execute().map(numbers);
  }

  // The thread of a test and a timer of that test may both write.
  private synchronized List<Long> take(int count) {
    last += count;
    return LongStream.rangeClosed(last - count + 1, last).boxed().toList();
  }

  private static String sql(long number) {
    return "insert into ticker_usd_jpy values (clock_timestamp() at time zone 'UTC', %d / 1000.0, %d / 1000.0)"
        .formatted(number, number + 4);
  }

  /** Returns the number of the row of a bid. */
  public static long number(double bid) {
    return Math.round(bid * 1000);
  }

  @Override
  public void close() {
    DatabaseFixture.await(pool.close());
  }
}
