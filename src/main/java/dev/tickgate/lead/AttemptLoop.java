package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Runs one attempt at a time, at once or after a pause. Confined to one event loop.
 *
 * <pre>
 *             now, or the pause is over
 *   WAITING ─────────────────────────────▶ RUNNING
 *      ▲                                      │
 *      └─────────────── done ─────────────────┘
 *   either ── stop ──▶ STOPPED, once no attempt runs
 * </pre>
 */
final class AttemptLoop {
  private final Vertx vertx;
  private final Supplier<Future<Void>> attempt;
  private boolean running;
  // Another attempt was requested while one ran.
  private boolean again;
  private boolean stopped;
  private long timer = -1;
  private Promise<Void> idle;

  AttemptLoop(Vertx vertx, Supplier<Future<Void>> attempt) {
    this.vertx = vertx;
    this.attempt = attempt;
  }

  /** Starts an attempt, unless one runs. */
  void now() {
    vertx.cancelTimer(timer);
    if (!running && !stopped) {
      running = true;
      attempt.get().onComplete(done -> ended());
    }
  }

  /** Starts an attempt, or another one directly after the one that runs. */
  void nowOrNext() {
    again = running;
    now();
  }

  /** Calls {@link #nowOrNext} after a pause, which other calls do not cancel. */
  void nowOrNextAfter(long millis) {
    if (millis == 0) {
      nowOrNext();
    } else {
      vertx.setTimer(millis, fired -> nowOrNext());
    }
  }

  /** Starts an attempt after a pause, unless another call starts one before. */
  void in(long millis) {
    vertx.cancelTimer(timer);
    if (!stopped) {
      timer = vertx.setTimer(millis, fired -> now());
    }
  }

  private void ended() {
    running = false;
    if (idle != null) {
      idle.tryComplete();
    } else if (again) {
      again = false;
      now();
    }
  }

  /**
   * Starts no further attempt.
   *
   * @return done when no attempt runs
   */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    if (running && idle == null) {
      idle = Promise.promise();
    }
    return running ? idle.future() : Future.succeededFuture();
  }
}
