package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads a feed, or waits until it may. Confined to one event loop.
 *
 * <pre>
 *             lease free, its owner left, or a write's outcome was unknown
 *   STANDBY ────────────────────────────────────────────────────────────▶ LEADING
 *      ▲                                                                     │
 *      └──────── the lease's row is another's: nothing was written ──────────┘
 * </pre>
 */
final class Poller {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  private static final long SPREAD = 50;
  private static final long ANSWER_AGAIN = 1_000;
  // What is not taken back by then goes with the node.
  private static final long LEAVING = 1_000;

  private final Vertx vertx;
  private final Feed feed;
  private final FeedSettings settings;
  private final FeedDatabases databases;
  private final Bus bus;
  private final String owner;
  private final FeedMetrics metrics;
  private final Lease lease;
  private final Journal journal;
  private final Standby standby;
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private boolean prepared;
  private boolean stopped;
  // The last leadership, which goes on answering until another one is known. Null as a standby.
  private Leading leading;
  // Null where nobody is answered.
  private Future<Bus.Registration> answering;
  // Ours to take again, also when what followed the taking failed.
  private long ownTerm = -1;
  private boolean attempting;
  // There was a reason to try again while it tried.
  private boolean again;
  private String left;
  private long timer = -1;
  private Promise<Void> idle;

  Poller(
      Vertx vertx,
      Feed feed,
      FeedSettings settings,
      FeedDatabases databases,
      Bus bus,
      String owner,
      FeedMetrics metrics) {
    this.vertx = vertx;
    this.feed = feed;
    this.settings = settings;
    this.databases = databases;
    this.bus = bus;
    this.owner = owner;
    this.metrics = metrics;
    this.lease = new Lease(databases.coordination(), feed, owner, settings.lease());
    this.journal = new Journal(databases.coordination(), feed, owner, settings.lease());
    this.standby =
        new Standby(
            vertx,
            feed,
            databases,
            new Rehearsal(feed, databases.source(), lease, journal, settings.lease(), bus),
            settings.lease().toMillis(),
            this::attemptAsStandby);
  }

  void start() {
    metrics.standby();
    attempt();
  }

  /** That node is gone: its lease need not end first. A mistake is harmless, it is deposed then. */
  void memberLeft(String owner) {
    if (leading == null) {
      left = owner;
      attemptAsStandby();
    }
  }

  private void attemptAsStandby() {
    again = attempting;
    attempt();
  }

  private void attempt() {
    vertx.cancelTimer(timer);
    if (attempting || stopped || leading != null && leading.isRunning()) {
      return;
    }
    attempting = true;
    String dead = left;
    left = null;
    prepare()
        .compose(ready -> take(dead))
        .onComplete(
            done -> {
              attempting = false;
              if (done.failed()) {
                unreachable(done.cause());
              }
              if (idle != null) {
                idle.tryComplete();
              } else if (again && leading == null) {
                again = false;
                attempt();
              }
            });
  }

  private Future<Void> take(String dead) {
    long asked = System.nanoTime();
    return lease
        .take(dead, ownTerm)
        .compose(term -> term.map(taken -> lead(taken, asked)).orElseGet(this::standBy));
  }

  private Future<Void> prepare() {
    if (prepared) {
      return Future.succeededFuture();
    }
    return Journal.SCHEMA
        .migrate(databases.coordination())
        .compose(migrated -> lease.ensureRow())
        .onSuccess(ready -> prepared = true);
  }

  private void unreachable(Throwable cause) {
    if (backoff.failures() == 0) {
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("reason", cause)
          .log("feed.coordination_unavailable");
    }
    metrics.pollFailed();
    attemptIn(backoff.next());
  }

  private void attemptIn(long millis) {
    vertx.cancelTimer(timer);
    if (!stopped) {
      timer = vertx.setTimer(millis, now -> attempt());
    }
  }

  private Future<Void> lead(Term term, long asked) {
    ownTerm = term.number();
    backoff.reset();
    standby.stop();
    Leader leader =
        new Leader(
            feed.topic(), term, settings.lease(), asked, bus::publish, lease, journal, metrics);
    Leading next = new Leading(vertx, feed, settings, databases, leader, this::ended);
    return leader
        .load()
        .onSuccess(
            loaded -> {
              leading = next;
              answer();
              LOG.atInfo()
                  .addKeyValue("feed", feed.name())
                  .addKeyValue("owner", owner)
                  .addKeyValue("term", term.number())
                  .addKeyValue("head", leader.head())
                  .log("feed.leading");
              metrics.leading(term.number());
              // The table is asked meanwhile; what it answers goes out behind the tail.
              next.start(standby.table(), journal, metrics);
              leader.publishTail();
            });
  }

  /** Not waited for: a member that hangs may keep the cluster from noting it, and ticks flow. */
  private void answer() {
    if (answering == null) {
      answering = bus.serve(feed.topic(), this::answer).onFailure(this::unanswered);
    }
  }

  private void unanswered(Throwable cause) {
    LOG.atWarn()
        .addKeyValue("feed", feed.name())
        .addKeyValue("reason", cause)
        .log("feed.cannot_answer");
    vertx.setTimer(
        ANSWER_AGAIN,
        now -> {
          if (leading != null && answering != null && answering.failed()) {
            answering = null;
            answer();
          }
        });
  }

  private Future<SyncReply> answer(SyncRequest request) {
    return leading == null ? Future.failedFuture("leads no more") : leading.answer(request);
  }

  private Future<Void> standBy() {
    boolean deposed = leading != null;
    leading = null;
    // Not waited for: see answer().
    unregister();
    return lease
        .holder()
        .map(
            holder -> {
              backoff.reset();
              if (deposed) {
                LOG.atWarn()
                    .addKeyValue("feed", feed.name())
                    .addKeyValue("leader", holder.owner())
                    .log("feed.deposed");
                metrics.standby();
              }
              if (!stopped) {
                standby.start();
              }
              // Not all standbys at once; a lease that has ended and was not to be had is being
              // renewed.
              long jitter = ThreadLocalRandom.current().nextLong(SPREAD);
              long remaining = Math.min(holder.remaining(), settings.lease().toMillis());
              attemptIn(Math.max(remaining, SPREAD) + 1 + jitter);
              return null;
            });
  }

  private Future<Void> unregister() {
    Future<Bus.Registration> registration = answering;
    answering = null;
    // A registration that cannot be taken back goes with the node.
    return registration == null
        ? Future.succeededFuture()
        : registration.compose(Bus.Registration::cancel).otherwiseEmpty();
  }

  /** The leadership stopped by itself: deposed, or not knowing what its last write did. */
  private void ended(Leading by) {
    if (by == leading) {
      attempt();
    }
  }

  Future<Void> stop() {
    stopped = true;
    standby.stop();
    vertx.cancelTimer(timer);
    Future<Void> quiet = Future.succeededFuture();
    if (attempting) {
      idle = Promise.promise();
      quiet = idle.future();
    }
    return quiet
        .compose(done -> leading == null ? Future.succeededFuture() : leading.stop())
        .eventually(() -> unregister().timeout(LEAVING, TimeUnit.MILLISECONDS).otherwiseEmpty());
  }
}
