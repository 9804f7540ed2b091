package dev.tickgate.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens single connections. All use one network client: {@code PgConnection.connect} creates a
 * client each time, and Vert.x keeps each client until the process ends, also a closed one.
 * Thread-safe.
 */
final class Connections {
  private final Vertx vertx;
  private final DatabaseUrl url;
  private final ConnectionFactory<PgConnectOptions> factory;

  Connections(Vertx vertx, DatabaseUrl url) {
    this.vertx = vertx;
    this.url = url;
    this.factory =
        PgDriver.INSTANCE.createConnectionFactory(
            vertx,
            new NetClientOptions()
                .setConnectTimeout((int) url.connectTimeout().toMillis())
                .setTcpKeepAlive(true));
  }

  /**
   * Opens a connection, which the caller closes. Closes a connection that opens after the time-out.
   */
  Future<PgConnection> open(PgConnectOptions chosen) {
    Future<PgConnection> opening =
        factory.connect(vertx.getOrCreateContext(), chosen).map(PgConnection::cast);
    return opening
        .timeout(url.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failed -> opening.onSuccess(PgConnection::close))
        .recover(failed -> Future.failedFuture(named(failed, chosen)));
  }

  /**
   * Returns a failure that names the server, and the part of the URL that an operator must change.
   */
  private Throwable named(Throwable failure, PgConnectOptions chosen) {
    String server = chosen.getHost() + ":" + chosen.getPort();
    if (failure instanceof TimeoutException) {
      return new IOException(
          "%s did not answer within %d s".formatted(server, url.connectTimeout().toSeconds()),
          failure);
    }
    if (failure instanceof IllegalArgumentException && url.password().isEmpty()) {
      return new IOException(server + " asks for a password, and the URL has none", failure);
    }
    return failure;
  }
}
