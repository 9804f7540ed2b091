package dev.tickgate.lead;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A node while another one leads: hears at once that the lease was freed, and rehearses what it
 * would have to do then, so that its first look is not also the first use of its connections,
 * statements and code. Confined to the poller's event loop.
 */
final class Standby {
  private static final long NONE = -1;
  // By then the JVM has compiled what a takeover runs.
  private static final int WARM_UPS = 30;
  private static final long WARM_UP_PAUSE = 100;
  private static final int WARM_UP_PUBLICATIONS = 200;
  // Afterwards, to keep the connections to the gateways.
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
   * @param pause milliseconds between two rehearsals, once it is warm
   * @param leaseFreed told when it may have been
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

  /** Begins, or goes on. */
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
    // One that was under way when we led, and does still, goes on by itself.
    if (waiting && !rehearsing) {
      rehearsing = true;
      rehearsal.run(isWarm() ? PUBLICATIONS : WARM_UP_PUBLICATIONS).onComplete(this::rehearsed);
    }
  }

  private void rehearsed(AsyncResult<Void> result) {
    rehearsing = false;
    // A database that does not answer is the leader's to report.
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
