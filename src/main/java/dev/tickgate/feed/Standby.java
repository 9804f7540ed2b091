package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A node while another one leads: hears at once that the lease was freed, and rehearses what it
 * would have to do then, so that its first look is not also the first use of its connections,
 * statements and code. Confined to the poller's event loop.
 */
final class Standby {
  private static final long NONE = -1;
  // No leadership has it: the statement runs, and changes nothing.
  private static final long NO_TERM = -1;

  private final Vertx vertx;
  private final Feed feed;
  private final FeedDatabases databases;
  private final Journal journal;
  private final Bus bus;
  private final long pause;
  private final Runnable leaseFreed;
  private WakeUp wakeUp;
  private long timer = NONE;
  private TickTable table;
  private boolean rehearsing;

  /**
   * @param pause milliseconds between two rehearsals
   * @param leaseFreed told when it may have been
   */
  Standby(
      Vertx vertx,
      Feed feed,
      FeedDatabases databases,
      Journal journal,
      Bus bus,
      long pause,
      Runnable leaseFreed) {
    this.vertx = vertx;
    this.feed = feed;
    this.databases = databases;
    this.journal = journal;
    this.bus = bus;
    this.pause = pause;
    this.leaseFreed = leaseFreed;
  }

  /** Begins, or goes on. */
  void start() {
    if (timer != NONE) {
      return;
    }
    wakeUp =
        new WakeUp(
            vertx,
            databases.leases(),
            feed.name(),
            feed.leaseChannel(),
            leaseFreed,
            Backoff.ofDatabase(ThreadLocalRandom.current()));
    wakeUp.start();
    timer = vertx.setPeriodic(pause, now -> rehearse());
    rehearse();
  }

  void stop() {
    vertx.cancelTimer(timer);
    timer = NONE;
    if (wakeUp != null) {
      // A connection that does not close is closed by the server, or with the process.
      wakeUp.stop();
      wakeUp = null;
    }
  }

  private void rehearse() {
    if (rehearsing) {
      return;
    }
    rehearsing = true;
    bus.rehearse(feed.topic());
    // Anew: it may have been altered meanwhile.
    TickTable fresh = new TickTable(feed, databases.source());
    fresh
        .read(null, Horizon.BEGINNING, 1, TickTable.Bounds.NEAR_AND_WINDOW)
        .onSuccess(looked -> table = fresh)
        .transform(looked -> journal.append(NO_TERM, List.of(), Optional.empty()))
        .compose(unchanged -> journal.lastSecond(Long.MAX_VALUE, 1))
        // A database that does not answer is the leader's to report.
        .onComplete(done -> rehearsing = false);
  }

  /** The table, as it was found lately. */
  TickTable table() {
    return table == null ? new TickTable(feed, databases.source()) : table;
  }
}
