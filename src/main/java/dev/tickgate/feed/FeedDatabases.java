package dev.tickgate.feed;

import dev.tickgate.store.Pools;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

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
  /** Opens pools, which connect when first used. */
  public static FeedDatabases open(
      Vertx vertx, PgConnectOptions source, PgConnectOptions coordination) {
    return new FeedDatabases(
        Pools.pool(vertx, source).withConnectHandler(FeedDatabases::preferIndexes).build(),
        Pools.pool(vertx, coordination).build(),
        Pools.named(source),
        Pools.named(coordination));
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
