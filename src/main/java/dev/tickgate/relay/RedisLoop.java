package dev.tickgate.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs work on a connection to Redis, one round after the other. After a failure it pauses and
 * starts again with a new connection. Confined to one event loop.
 */
final class RedisLoop {
  // As long as a lease: by then a deposed process has learnt that it does not lead, and stops.
  private static final long PAUSE_MS = 3_000;
  // Longer than a command that blocks in Redis.
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** The work on one connection. */
  interface Work {
    /** Prepares the connection. */
    Future<Void> begin(RedisConnection connection);

    /**
     * Runs one round.
     *
     * @return the pause before the next one, in milliseconds
     */
    Future<Long> round(RedisConnection connection);

    /** Called after each failure: Redis does not answer, or rejects a command. */
    default void failed() {}
  }

  private final Vertx vertx;
  private final RelaySettings.Redis settings;
  private final Work work;
  private final RelayReport report;
  private boolean stopped;
  private long timer = -1;
  private Redis redis;
  private Future<?> running = Future.succeededFuture();

  RedisLoop(Vertx vertx, RelaySettings.Redis settings, Work work, RelayReport report) {
    this.vertx = vertx;
    this.settings = settings;
    this.work = work;
    this.report = report;
  }

  /**
   * Returns the answer of Redis; fails after 10 s without one, and the caller closes the
   * connection.
   */
  static <T> Future<T> inTime(Future<T> answer) {
    return answer
        .timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                failure instanceof TimeoutException ? unanswered() : Future.failedFuture(failure));
  }

  static <T> Future<T> unanswered() {
    return Future.failedFuture(
        new TimeoutException("Redis has not answered for " + ANSWER.toSeconds() + " s"));
  }

  void start() {
    redis = RedisClients.create(vertx, settings);
    running =
        inTime(redis.connect().compose(connection -> work.begin(connection).map(connection)))
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
      work.failed();
      // Does not wait for the close: the connection itself may have failed.
      redis.close();
      next(PAUSE_MS, this::start);
    }
  }

  private void next(long pause, Runnable step) {
    if (!stopped) {
      timer = vertx.setTimer(Math.max(1, pause), now -> step.run());
    }
  }

  /** Closes the connection; completes when the current round has ended. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return redis.close().eventually(() -> running).<Void>mapEmpty().otherwiseEmpty();
  }
}
