package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The connections of a node's feeds: few, whatever the number of clients.
 *
 * @param source where the tables are; may be read-only
 * @param coordination where the schema {@code tickgate} is
 * @param listen how the source is reached for LISTEN, which needs a connection of its own
 * @param leases the same of the coordination database
 */
public record FeedDatabases(
    Pool source, Pool coordination, PgConnectOptions listen, PgConnectOptions leases) {
  private static final String APPLICATION = "tickgate";
  private static final int CONNECTIONS = 4;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  // A connection whose peer vanished without a word answers nothing for ever.
  private static final Duration SILENCE = Duration.ofSeconds(60);
  // Seconds: well before that, one that is merely not needed goes by itself, and nobody gets it in
  // the moment it is cut.
  private static final int IDLE = 30;

  /** Opens pools, which connect when first used. */
  public static FeedDatabases open(
      Vertx vertx, PgConnectOptions source, PgConnectOptions coordination) {
    return new FeedDatabases(
        pool(vertx, source, true),
        pool(vertx, coordination, false),
        named(source),
        named(coordination));
  }

  private static Pool pool(Vertx vertx, PgConnectOptions options, boolean reads) {
    var builder =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(CONNECTIONS)
                    .setConnectionTimeout(10)
                    .setIdleTimeout(IDLE))
            .with(net())
            .connectingTo(named(options))
            .using(vertx);
    return (reads ? builder.withConnectHandler(FeedDatabases::preferIndexes) : builder).build();
  }

  static NetClientOptions net() {
    return new NetClientOptions()
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setTcpKeepAlive(true)
        .setIdleTimeout((int) SILENCE.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  private static PgConnectOptions named(PgConnectOptions options) {
    return new PgConnectOptions(options)
        // The same few statements for ever: one round trip each instead of two.
        .setCachePreparedStatements(true)
        .addProperty("application_name", APPLICATION);
  }

  // Between two analyzes the planner does not know how few rows are younger than the last ones it
  // counted, and would read the whole table four times a second.
  private static void preferIndexes(SqlConnection connection) {
    connection
        .query("set enable_seqscan = off; set enable_bitmapscan = off; set jit = off")
        .execute()
        .onComplete(set -> connection.close());
  }

  public Future<Void> close() {
    return source.close().eventually(coordination::close);
  }
}
