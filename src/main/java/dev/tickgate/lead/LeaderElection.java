package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Leads a feed, or waits until it may. Confined to one event loop.
 *
 * <pre>
 *             lease free, its owner left, or a write's outcome was unknown
 *   STANDBY ────────────────────────────────────────────────────────────▶ LEADING
 *      ▲                                                                     │
 *      └──────── another process has the lease: nothing was written ─────────┘
 * </pre>
 */
final class LeaderElection implements LeadershipListener {
  // In milliseconds. A registration that is not removed by then ends with the node.
  private static final long LEAVING = 1_000;

  private final Vertx vertx;
  private final FeedIdentity feed;
  private final FeedSettings settings;
  private final Coordination coordination;
  private final Bus bus;
  private final LeadershipMetrics metrics;
  private final LeaseGroup group;
  private final SourceFactory sources;
  private final LongSupplier nanos;
  private final Lease lease;
  private final LeaseRow row;
  private final Sequencers sequencers;
  private final Standby standby;
  private final SyncService syncService;
  private final FeedStatus status;
  private final LeaseWatch watch;
  private final HighWater known = new HighWater();
  // For all failures between two working leaderships; reset by the first complete look, and as a
  // standby.
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private final AttemptLoop attempts;
  private final FirstHearing hearing;
  private boolean stopped;
  // The last leadership, which answers until another leader is known. Null in a standby.
  private Leadership leading;
  // The last term of this process, which may take its lease again, also after a failed takeover.
  private long ownTerm = -1;
  private String left;

  LeaderElection(
      Vertx vertx,
      FeedIdentity feed,
      FeedSettings settings,
      Coordination coordination,
      Bus bus,
      Owner owner,
      LeadershipMetrics metrics,
      LeaseGroup group,
      SourceFactory sources,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.feed = feed;
    this.settings = settings;
    this.coordination = coordination;
    this.bus = bus;
    this.metrics = metrics;
    this.group = group;
    this.sources = sources;
    this.nanos = nanos;
    this.lease = new Lease(coordination.pool(), feed, owner, settings.lease());
    this.row = new LeaseRow(coordination, lease);
    this.sequencers =
        new Sequencers(
            feed,
            lease,
            new Journal(coordination.pool(), feed, owner, settings.lease(), metrics),
            settings.lease(),
            nanos);
    this.syncService =
        new SyncService(vertx, bus, feed, new GatewayQuestions(feed, known, () -> leading));
    this.status = new FeedStatus(feed, owner, settings.lease(), nanos);
    this.watch = new LeaseWatch(settings.lease(), nanos);
    this.attempts = new AttemptLoop(vertx, this::attempt);
    this.hearing = new FirstHearing(vertx, settings.hearing());
    this.standby =
        new Standby(
            vertx,
            feed,
            coordination,
            new Rehearsal(sequencers, bus, sources),
            settings.lease().toMillis(),
            this::leaseFreed);
  }

  void start() {
    standsBy();
    attempts.now();
  }

  private void standsBy() {
    metrics.standby();
    group.leadsNoMore(feed.name());
  }

  /** The reason why this cluster does not lead the feed; any thread may call. */
  Optional<String> problem() {
    return status.problem();
  }

  /**
   * A node left the cluster: its lease may be taken before it ends. Where the node still leads, it
   * is deposed, which is harmless.
   */
  void memberLeft(String owner) {
    if (leading == null) {
      left = owner;
      leaseFreed();
    } else {
      leading.memberLeft(owner);
    }
  }

  /**
   * Tries to take the lease after a pause, so that a process that leads fewer feeds of the group
   * tries first.
   */
  private void leaseFreed() {
    attempts.nowOrNextAfter(group.delay());
  }

  private Future<Void> attempt() {
    if (leading != null && leading.isRunning()) {
      return Future.succeededFuture();
    }
    String dead = left;
    left = null;
    return row.ensure().compose(ready -> take(dead)).onFailure(this::unreachable);
  }

  private Future<Void> take(String dead) {
    long asked = nanos.getAsLong();
    return lease
        .take(
            new Lease.Claim(
                dead, ownTerm, watch.seen().orElse(null), watch.unrenewed().orElse(null)),
            known)
        .onSuccess(answered -> status.reachable())
        .compose(term -> term.map(taken -> lead(taken, asked)).orElseGet(this::standBy));
  }

  private void unreachable(Throwable cause) {
    status.unreachable(cause);
    metrics.coordinationFailed();
    attempts.in(backoff.next());
  }

  private Future<Void> lead(Term term, long asked) {
    if (term.wentBack()) {
      status.wentBack(known, term);
    }
    ownTerm = term.number();
    known.saw(term.number(), term.position());
    standby.stop();
    Leadership next =
        new Leadership(
            vertx,
            feed,
            settings,
            coordination,
            listener ->
                sequencers.create(
                    term, asked, batch -> bus.publish(feed.name(), batch), metrics, listener),
            sources.create(term),
            this,
            nanos);
    return next.sequencer()
        .load()
        .map(
            loaded -> {
              begin(next);
              return (Void) null;
            })
        .recover(failure -> takeoverFailed(next, failure));
  }

  private void begin(Leadership next) {
    leading = next;
    status.leads(next.sequencer());
    Promise<Void> registered = Promise.promise();
    syncService.start(
        ownTerm,
        () -> {
          next.sequencer().announce();
          registered.tryComplete();
        });
    metrics.leading(ownTerm);
    group.leads(feed.name());
    next.hold();
    Future<Void> heard =
        next.sequencer().writes() ? hearing.after(registered.future()) : Future.succeededFuture();
    if (!heard.isComplete()) {
      status.waits();
    }
    // The sources answer later, so their publications follow the tail.
    heard.onSuccess(done -> next.start());
    next.sequencer().publishTail();
  }

  /** Keeps the lease until it ends; another process may succeed then. */
  private Future<Void> takeoverFailed(Leadership next, Throwable failure) {
    next.quiet();
    long pause = backoff.next();
    status.takeoverFailed(ownTerm, backoff.failures(), pause, failure);
    standsBy();
    metrics.takeoverFailed();
    attempts.in(pause);
    return Future.succeededFuture();
  }

  @Override
  public void proven() {
    backoff.reset();
  }

  @Override
  public void renewed() {
    status.reachable();
  }

  @Override
  public void notRenewed(Throwable cause) {
    status.unreachable(cause);
  }

  @Override
  public void reads(Optional<String> problem) {
    status.reads(problem);
  }

  @Override
  public void ended(Leadership by, End why) {
    known.saw(by.sequencer().term().number(), by.sequencer().leaseHead());
    if (by == leading && why == End.FAILED) {
      attempts.in(backoff.next());
    } else if (by == leading) {
      attempts.now();
    }
  }

  private Future<Void> standBy() {
    return lease.holder().map(this::standBy);
  }

  private Void standBy(Optional<Holder> found) {
    if (found.isEmpty()) {
      row.deleted();
      attempts.in(backoff.next());
      return null;
    }
    Holder holder = found.get();
    backoff.reset();
    boolean written = watch.saw(holder.version());
    hearing.saw(holder.term(), written);
    known.saw(holder.term(), holder.head());
    status.standsBehind(holder);
    if (leading != null) {
      leading = null;
      status.deposed(holder);
      standsBy();
    }
    // The end of the registrations is not awaited; see SyncService.
    syncService.stop();
    if (!stopped) {
      standby.start();
    }
    attempts.in(holder.pause(settings.lease(), status.mayNotLead(), written));
    return null;
  }

  /**
   * Frees the lease, and does not try to take it for one lease length, so that the process that
   * requested it can.
   */
  void handOver() {
    if (leading == null || !leading.isRunning()) {
      return;
    }
    standsBy();
    leading
        .stop()
        .onComplete(
            free -> {
              leading = null;
              syncService.stop();
              attempts.in(settings.lease().toMillis());
            });
  }

  Future<Void> stop() {
    stopped = true;
    standby.stop();
    return attempts
        .stop()
        .compose(done -> leading == null ? Future.succeededFuture() : leading.stop())
        .eventually(
            () -> syncService.stop().timeout(LEAVING, TimeUnit.MILLISECONDS).otherwiseEmpty());
  }
}
