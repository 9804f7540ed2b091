package dev.tickgate.store;

import io.vertx.core.net.NetClientOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a node is connected to its databases: by few, whatever the number of clients. */
final class Pools {
  private static final int CONNECTIONS = 4;
  private static final int WAITING = 1_000;
  // A connection whose peer vanished without a word answers nothing for ever.
  private static final Duration SILENCE = Duration.ofSeconds(60);
  // Seconds: well before that, one that is merely not needed goes by itself, and nobody gets it in
  // the moment it is cut.
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
