package dev.tickgate.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.util.concurrent.TimeUnit;

/**
 * Works on a connection to Redis, one round after the other; what fails begins again with another
 * connection after a pause. Confined to one event loop.
 */
final class RedisLoop {
  // As long as a lease: by then a process that was deposed knows it, and does not begin again.
  private static final long PAUSE_MS = 3_000;
  private static final long ROUND_MS = 30_000;
  private static final int CONNECT_MS = 5_000;

  /** The work on one connection. */
  interface Work {
    /** Prepares the connection. */
    Future<Void> begin(RedisConnection connection);

    /**
     * One round.
     *
     * @return the pause before the next one, in milliseconds
     */
    Future<Long> round(RedisConnection connection);
  }

  private final Vertx vertx;
  private final RedisOptions options;
  private final Work work;
  private final RelayReport report;
  private boolean stopped;
  private long timer = -1;
  private Redis redis;
  private Future<?> running = Future.succeededFuture();

  RedisLoop(Vertx vertx, String url, Work work, RelayReport report) {
    this.vertx = vertx;
    // Without a question for the version of the protocol: servers before 6 do not know it.
    this.options =
        new RedisOptions().setConnectionString(url).setProtocolNegotiation(false).setMaxPoolSize(1);
    this.options.getNetClientOptions().setConnectTimeout(CONNECT_MS).setTcpKeepAlive(true);
    this.work = work;
    this.report = report;
  }

  void start() {
    redis = Redis.createClient(vertx, options);
    running =
        redis
            .connect()
            .compose(connection -> work.begin(connection).map(connection))
            .timeout(ROUND_MS, TimeUnit.MILLISECONDS)
            .onSuccess(
                connection -> {
                  report.running();
                  round(connection);
                })
            .onFailure(this::failed);
  }

  private void round(RedisConnection connection) {
    if (stopped) {
      return;
    }
    running =
        work.round(connection)
            .onSuccess(
                pause -> {
                  report.running();
                  next(pause, () -> round(connection));
                })
            .onFailure(this::failed);
  }

  private void failed(Throwable failure) {
    if (!stopped) {
      report.failing(String.valueOf(failure));
      // Not waited for: the connection may be the fault.
      redis.close();
      next(PAUSE_MS, this::start);
    }
  }

  private void next(long pause, Runnable step) {
    if (!stopped) {
      timer = vertx.setTimer(Math.max(1, pause), now -> step.run());
    }
  }

  /** Done when the round that runs has ended, by its end or by that of its connection. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return redis.close().eventually(() -> running).<Void>mapEmpty().otherwiseEmpty();
  }
}
