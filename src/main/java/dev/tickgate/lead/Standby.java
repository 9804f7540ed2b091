package dev.tickgate.lead;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A node while another one leads. It receives the notification of a freed lease at once. It
 * rehearses the takeover, so that the first look of a leader is not the first use of its
 * connections, statements and code. Confined to the poller's event loop.
 */
final class Standby {
  private static final long NONE = -1;
  // After so many rehearsals the JVM has compiled the code of a takeover.
  private static final int WARM_UPS = 30;
  private static final long WARM_UP_PAUSE = 100;
  private static final int WARM_UP_PUBLICATIONS = 200;
  // In later rehearsals, to keep the connections to the gateways open.
  private static final int PUBLICATIONS = 1;

  private final Vertx vertx;
  private final FeedIdentity feed;
  private final Coordination coordination;
  private final Rehearsal rehearsal;
  private final long pause;
  private final Runnable leaseFreed;
  private NotificationListener notifications;
  private long timer = NONE;
  private boolean waiting;
  private boolean rehearsing;
  private int rehearsed;

  /**
   * @param pause milliseconds between two rehearsals, after the warm-up
   * @param leaseFreed called when the lease may have been freed
   */
  Standby(
      Vertx vertx,
      FeedIdentity feed,
      Coordination coordination,
      Rehearsal rehearsal,
      long pause,
      Runnable leaseFreed) {
    this.vertx = vertx;
    this.feed = feed;
    this.coordination = coordination;
    this.rehearsal = rehearsal;
    this.pause = pause;
    this.leaseFreed = leaseFreed;
  }

  /** Begins to listen and to rehearse, unless it has begun. */
  void start() {
    if (waiting) {
      return;
    }
    waiting = true;
    notifications =
        new NotificationListener(
            vertx,
            coordination.sessions(),
            feed.name(),
            feed.leaseChannel(),
            leaseFreed,
            Backoff.ofDatabase(ThreadLocalRandom.current()));
    notifications.start();
    rehearse();
  }

  void stop() {
    waiting = false;
    vertx.cancelTimer(timer);
    if (notifications != null) {
      // A connection that does not close is closed by the server, or with the process.
      notifications.stop();
      notifications = null;
    }
  }

  private void rehearse() {
    // A rehearsal of an earlier standby may still run; when it ends, it schedules the next one.
    if (waiting && !rehearsing) {
      rehearsing = true;
      rehearsal.run(isWarm() ? PUBLICATIONS : WARM_UP_PUBLICATIONS).onComplete(this::rehearsed);
    }
  }

  private void rehearsed(AsyncResult<Void> result) {
    rehearsing = false;
    // The leader reports a database that does not answer.
    if (result.succeeded()) {
      rehearsed++;
    }
    if (waiting) {
      boolean soon = result.succeeded() && !isWarm();
      timer = vertx.setTimer(soon ? WARM_UP_PAUSE : pause, now -> rehearse());
    }
  }

  private boolean isWarm() {
    return rehearsed >= WARM_UPS;
  }
}
