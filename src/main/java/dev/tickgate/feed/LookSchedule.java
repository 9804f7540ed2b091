package dev.tickgate.feed;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Schedules the looks of a source at its table: one at a time, and at once when the source is
 * woken, with a shortest pause between two wake-ups. Confined to the poller's event loop.
 *
 * <pre>
 *              wake, in                   look ended
 *   waiting ─────────────▶ looking ───────────────────▶ waiting
 *                             │ wake: looks again           │ stop
 *                             └─────────────────────────────┴──────▶ stopped
 * </pre>
 */
final class LookSchedule<T> {
  // Milliseconds between two looks that wake-ups cause, to bound the load on the source.
  private static final long SHORTEST_PAUSE = 10;
  private static final long NONE = -1;

  private final Vertx vertx;
  private final LongSupplier nanos;
  private final Supplier<Future<T>> look;
  private final Consumer<AsyncResult<T>> done;
  private boolean stopped;
  private boolean looking;
  // Woken during a look, so it looks again.
  private boolean woken;
  // A look that a wake-up caused is scheduled.
  private boolean soon;
  private long lastWoken;
  private long lastLook;
  private long timer = NONE;
  // Completes at the end of the current look; null without a caller that waits for it.
  private Promise<Void> idle;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   * @param done receives the result of each look, and schedules the next one
   */
  LookSchedule(
      Vertx vertx, LongSupplier nanos, Supplier<Future<T>> look, Consumer<AsyncResult<T>> done) {
    this.vertx = vertx;
    this.nanos = nanos;
    this.look = look;
    this.done = done;
    this.lastLook = nanos.getAsLong();
    this.lastWoken = lastLook - SHORTEST_PAUSE * 1_000_000;
  }

  void wake() {
    if (looking) {
      woken = true;
    } else if (!stopped && !soon) {
      lookSoon();
    }
  }

  /**
   * Looks at once, or after the shortest pause since the last wake-up. Looks without a wake-up do
   * not count.
   */
  private void lookSoon() {
    long pause = Math.max(0, SHORTEST_PAUSE - (nanos.getAsLong() - lastWoken) / 1_000_000);
    lastWoken = nanos.getAsLong() + pause * 1_000_000;
    soon = true;
    in(pause);
  }

  /** Looks after a pause in milliseconds, or earlier where it was woken during the last look. */
  void inOrWhenWoken(long millis) {
    if (woken && !stopped) {
      lookSoon();
    } else {
      in(millis);
    }
  }

  /** Looks after a pause in milliseconds. */
  void in(long millis) {
    vertx.cancelTimer(timer);
    if (millis <= 0) {
      lookNow();
    } else if (!stopped) {
      timer = vertx.setTimer(millis, now -> lookNow());
    }
  }

  private void lookNow() {
    if (looking || stopped) {
      return;
    }
    looking = true;
    woken = false;
    soon = false;
    lastLook = nanos.getAsLong();
    look.get().onComplete(this::looked);
  }

  private void looked(AsyncResult<T> result) {
    looking = false;
    done.accept(result);
    if (idle != null) {
      Promise<Void> ended = idle;
      idle = null;
      ended.complete();
    }
  }

  /** Starts no further look. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  boolean isStopped() {
    return stopped;
  }

  boolean isLooking() {
    return looking;
  }

  /** When the last look began, by the clock. */
  long lastLook() {
    return lastLook;
  }

  /** Done when no look is under way. */
  Future<Void> idle() {
    if (!looking) {
      return Future.succeededFuture();
    }
    if (idle == null) {
      idle = Promise.promise();
    }
    return idle.future();
  }
}
