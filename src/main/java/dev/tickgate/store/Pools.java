package dev.tickgate.store;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a node is connected to its databases: by few, whatever the number of clients. */
public final class Pools {
  private static final String APPLICATION = "tickgate";
  private static final int CONNECTIONS = 4;
  private static final int WAITING = 1_000;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  // A connection whose peer vanished without a word answers nothing for ever.
  private static final Duration SILENCE = Duration.ofSeconds(60);
  // Seconds: well before that, one that is merely not needed goes by itself, and nobody gets it in
  // the moment it is cut.
  private static final int IDLE = 30;

  private Pools() {}

  /** A pool to be built, which connects when first used. */
  public static ClientBuilder<Pool> pool(Vertx vertx, PgConnectOptions options) {
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(CONNECTIONS)
                .setMaxWaitQueueSize(WAITING)
                .setConnectionTimeout(10)
                .setIdleTimeout(IDLE))
        .with(net())
        .connectingTo(named(options))
        .using(vertx);
  }

  public static NetClientOptions net() {
    return new NetClientOptions()
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setTcpKeepAlive(true)
        .setIdleTimeout((int) SILENCE.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  public static PgConnectOptions named(PgConnectOptions options) {
    return new PgConnectOptions(options)
        // The same few statements for ever: one round trip each instead of two.
        .setCachePreparedStatements(true)
        .addProperty("application_name", APPLICATION);
  }
}
