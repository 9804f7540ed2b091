package dev.tickgate.store;

import dev.tickgate.store.DatabaseUrl.Host;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Selects the host of a URL for each connection. Thread-safe. */
final class ServerChoice {
  private static final String STATE =
      "select pg_is_in_recovery() as standby,"
          + " current_setting('transaction_read_only') = 'on' as read_only";

  private final DatabaseUrl url;
  private final Connections connections;
  private final Encryption encryption;
  // Index of the host that accepted the last connection; it is tried first.
  private volatile int preferred;

  ServerChoice(DatabaseUrl url, Connections connections, Encryption encryption) {
    this.url = url;
    this.connections = connections;
    this.encryption = encryption;
  }

  /**
   * @return failed with an {@link IOException} that contains the reason for each host
   */
  Future<PgConnectOptions> choose() {
    if (url.hosts().size() == 1 && url.target() == SessionTarget.ANY) {
      return encryption.options(url.hosts().get(0));
    }
    return first(url.target(), 0, new ArrayList<>())
        .recover(
            refused ->
                url.target() == SessionTarget.PREFER_STANDBY
                    ? first(SessionTarget.ANY, 0, new ArrayList<>())
                    : Future.failedFuture(refused));
  }

  private Future<PgConnectOptions> first(SessionTarget target, int tried, List<String> reasons) {
    if (tried == url.hosts().size()) {
      return Future.failedFuture(new IOException(String.join("; ", reasons)));
    }
    int index = (preferred + tried) % url.hosts().size();
    Host host = url.hosts().get(index);
    return encryption
        .options(host)
        .compose(chosen -> acceptable(chosen, target))
        .onSuccess(chosen -> preferred = index)
        .recover(
            failure -> {
              reasons.add("%s: %s".formatted(host, failure.getMessage()));
              return first(target, tried + 1, reasons);
            });
  }

  private Future<PgConnectOptions> acceptable(PgConnectOptions chosen, SessionTarget target) {
    return connections
        .open(chosen)
        .compose(
            connection ->
                connection
                    .query(STATE)
                    .execute()
                    .timeout(url.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .eventually(connection::close))
        .compose(
            rows -> {
              Row state = rows.iterator().next();
              boolean standby = state.getBoolean("standby");
              boolean readOnly = state.getBoolean("read_only");
              return target.accepts(standby, readOnly)
                  ? Future.succeededFuture(chosen)
                  : Future.failedFuture(
                      new IOException(
                          "it is %s%s, not %s"
                              .formatted(
                                  standby ? "a standby" : "a primary",
                                  readOnly ? ", read-only" : "",
                                  target.text())));
            });
  }
}
