package dev.tickgate.store;

import io.vertx.core.net.NetClientOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The options of a node's connections to its databases: few connections, whatever the number of
 * clients.
 */
final class Pools {
  private static final int CONNECTIONS = 4;
  private static final int WAITING = 1_000;
  // Closes a connection whose peer failed without closing it, and would never answer.
  private static final Duration SILENCE = Duration.ofSeconds(60);
  // In seconds. The pool closes an idle connection well before that, so that no caller gets a
  // connection at the moment at which it is closed.
  private static final int IDLE = 30;

  private Pools() {}

  static PoolOptions size() {
    return new PoolOptions()
        .setMaxSize(CONNECTIONS)
        .setMaxWaitQueueSize(WAITING)
        .setConnectionTimeout(10)
        .setIdleTimeout(IDLE);
  }

  static NetClientOptions net(Duration connectTimeout) {
    return new NetClientOptions()
        .setConnectTimeout((int) connectTimeout.toMillis())
        .setTcpKeepAlive(true)
        .setIdleTimeout((int) SILENCE.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }
}
