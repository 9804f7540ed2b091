package dev.tickgate.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Works on a connection to Redis, one round after the other; what fails begins again with another
 * connection after a pause. Confined to one event loop.
 */
final class RedisLoop {
  // As long as a lease: by then a process that was deposed knows it, and does not begin again.
  private static final long PAUSE_MS = 3_000;
  // Longer than a command that blocks in Redis.
  private static final Duration ANSWER = Duration.ofSeconds(10);

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

    /** Redis does not answer, or refuses; called after each failure. */
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

  /** The answer of Redis; failed where it does not come in time: the connection is given up. */
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
