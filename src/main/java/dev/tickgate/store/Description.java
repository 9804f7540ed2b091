package dev.tickgate.store;

import dev.tickgate.store.DatabaseReport.Pooler;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.function.Supplier;

/**
 * Determines the server and the pooler of a connection. A pooler sends its clients an invented
 * process id. In transaction mode two connected clients get the same server process.
 */
record Description(String server, Supplier<Future<PgConnection>> connect) {
  private static final String PID = "select pg_backend_pid()";
  private static final String STATE =
      """
      select current_setting('server_version') as version, current_database() as database,
        current_user::text as "user", current_setting('transaction_read_only') = 'on' as read_only,
        pg_backend_pid() as pid
      """;

  Future<DatabaseReport> report() {
    return connect.get().compose(connection -> report(connection).eventually(connection::close));
  }

  private Future<DatabaseReport> report(PgConnection connection) {
    return connection
        .query(STATE)
        .execute()
        .compose(
            rows -> {
              Row row = rows.iterator().next();
              return pooler(connection, row.getInteger("pid"))
                  .map(
                      pooler ->
                          new DatabaseReport(
                              server,
                              row.getString("database"),
                              row.getString("user"),
                              row.getString("version"),
                              connection.isSSL(),
                              row.getBoolean("read_only"),
                              pooler));
            });
  }

  private Future<Pooler> pooler(PgConnection connection, int pid) {
    if (connection.processId() == pid) {
      return Future.succeededFuture(Pooler.NONE);
    }
    return connect
        .get()
        .compose(other -> pid(other).eventually(other::close))
        .compose(
            others ->
                pid(connection)
                    .map(
                        again ->
                            others == pid || again != pid ? Pooler.TRANSACTION : Pooler.SESSION));
  }

  private static Future<Integer> pid(PgConnection connection) {
    return connection.query(PID).execute().map(rows -> rows.iterator().next().getInteger(0));
  }
}
