package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
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

  private final Vertx vertx;
  private final Feed feed;
  private final FeedSettings settings;
  private final FeedDatabases databases;
  private final Bus bus;
  private final String owner;
  private final FeedMetrics metrics;
  private final Lease lease;
  private final Journal journal;
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private boolean prepared;
  private boolean stopped;
  // The last leadership, which goes on answering until another one is known. Null as a standby.
  private Leading leading;
  private Bus.Registration answering;
  // Ours to take again, also when what followed the taking failed.
  private long ownTerm = -1;
  private boolean attempting;
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
  }

  void start() {
    metrics.standby();
    attempt();
  }

  /** That node is gone: its lease need not end first. A mistake is harmless, it is deposed then. */
  void memberLeft(String owner) {
    if (leading == null) {
      left = owner;
      attempt();
    }
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
              } else if (left != null && leading == null) {
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
    return Schema.migrate(databases.coordination())
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
    Leader leader = new Leader(feed.topic(), term, asked, bus, lease, journal, metrics);
    return leader
        .load()
        .compose(
            loaded -> answer(new Leading(vertx, feed, settings, databases, leader, this::ended)))
        .onSuccess(
            ready -> {
              LOG.atInfo()
                  .addKeyValue("feed", feed.name())
                  .addKeyValue("owner", owner)
                  .addKeyValue("term", term.number())
                  .addKeyValue("head", leader.head())
                  .log("feed.leading");
              metrics.leading(term.number());
              leader.publishTail();
              ready.start(journal, metrics);
            })
        .mapEmpty();
  }

  private Future<Leading> answer(Leading next) {
    leading = next;
    if (answering != null) {
      return Future.succeededFuture(next);
    }
    return bus.serve(feed.topic(), request -> leading.answer(request))
        .map(
            registration -> {
              answering = registration;
              return next;
            });
  }

  private Future<Void> standBy() {
    boolean deposed = leading != null;
    leading = null;
    return unregister()
        .compose(silent -> lease.holder())
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
              // Not all standbys at once.
              long jitter = ThreadLocalRandom.current().nextLong(50);
              attemptIn(Math.min(holder.remaining(), settings.lease().toMillis()) + 1 + jitter);
              return null;
            });
  }

  private Future<Void> unregister() {
    Bus.Registration registration = answering;
    answering = null;
    // A registration that cannot be taken back goes with the node.
    return registration == null ? Future.succeededFuture() : registration.cancel().otherwiseEmpty();
  }

  /** The leadership stopped by itself: deposed, or not knowing what its last write did. */
  private void ended(Leading by) {
    if (by == leading) {
      attempt();
    }
  }

  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    Future<Void> quiet = Future.succeededFuture();
    if (attempting) {
      idle = Promise.promise();
      quiet = idle.future();
    }
    return quiet
        .compose(done -> leading == null ? Future.succeededFuture() : leading.stop())
        .eventually(this::unregister);
  }
}
