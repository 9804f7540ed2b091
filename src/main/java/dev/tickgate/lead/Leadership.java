package dev.tickgate.lead;

import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.DemandReply;
import dev.tickgate.bus.DemandReport;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leadership from its beginning to its end: renews the lease, runs the sources, trims the
 * journal, and answers gateways. Confined to the poller's event loop.
 */
final class Leadership implements SequencerListener, SourceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final long NONE = -1;
  private static final int RENEWALS = 3;
  private static final long DEMAND_TICK_MS = 250;

  private final Vertx vertx;
  private final FeedIdentity feed;
  private final FeedSettings settings;
  private final Coordination coordination;
  private final Sequencer sequencer;
  private final List<Source> sources;
  private final Optional<Demand> demand;
  private final LeadershipListener listener;
  // The sources that run.
  private List<Source> running = List.of();
  private boolean over;
  private boolean stopping;
  // Why a source cannot be read, as reported while the sources start.
  private Optional<String> unread = Optional.empty();
  private boolean starting;
  private boolean faulty;
  // Whether the database answers but refuses to renew the lease.
  private boolean refused;
  private boolean renewing;
  private boolean upkeeping;
  private boolean doubting;
  private long renewTimer = NONE;
  private long upkeepTimer = NONE;
  private long demandTimer = NONE;

  Leadership(
      Vertx vertx,
      FeedIdentity feed,
      FeedSettings settings,
      Coordination coordination,
      Function<SequencerListener, Sequencer> sequencers,
      List<Source> sources,
      LeadershipListener listener,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.feed = feed;
    this.settings = settings;
    this.coordination = coordination;
    this.sequencer = sequencers.apply(this);
    this.sources = sources;
    this.demand =
        Optional.of(sources.stream().flatMap(source -> source.demand().stream()).toList())
            .filter(asked -> !asked.isEmpty())
            .map(listeners -> new Demand(listeners, nanos));
    this.listener = listener;
  }

  Sequencer sequencer() {
    return sequencer;
  }

  /** Begins to renew the lease. */
  void hold() {
    renewTimer = vertx.setPeriodic(settings.lease().toMillis() / RENEWALS, now -> renew());
  }

  /** Starts the sources, unless the leadership has ended. */
  void start() {
    if (over) {
      return;
    }
    upkeepTimer = vertx.setPeriodic(settings.upkeep().toMillis(), now -> upkeep());
    running = sources;
    starting = true;
    sources.forEach(source -> source.start(sequencer, this));
    starting = false;
    listener.reads(unread);
    if (demand.isPresent()) {
      demandTimer = vertx.setPeriodic(DEMAND_TICK_MS, now -> demand.get().tick());
    }
  }

  boolean isRunning() {
    return !over;
  }

  Future<CheckReply> check(CheckRequest request) {
    return answers() ? Future.succeededFuture(sequencer.answer(request, state())) : leadsNoMore();
  }

  Future<SyncReply> sync(SyncRequest request) {
    return answers() ? sequencer.answer(request, state()) : leadsNoMore();
  }

  /** Applies a gateway's report of the topics to which its clients subscribe. */
  Future<DemandReply> demand(DemandReport report) {
    if (over || demand.isEmpty()) {
      return leadsNoMore();
    }
    return Future.succeededFuture(
        new DemandReply(sequencer.term().number(), demand.get().report(report)));
  }

  /** Removes the demand of a node that left the cluster. */
  void memberLeft(String node) {
    demand.filter(running -> !over).ifPresent(running -> running.left(node));
  }

  // After the release the next leader may have published already. After a fault of Tickgate the
  // answer would report the source as unavailable, which is wrong.
  private boolean answers() {
    return !sequencer.isReleased() && !faulty;
  }

  private static <T> Future<T> leadsNoMore() {
    return Future.failedFuture("leads no more");
  }

  private FeedState state() {
    FeedState source = sourceState();
    boolean sure = sequencer.isSure(settings.lease());
    if (refused || source == FeedState.MISCONFIGURED && sure) {
      return FeedState.MISCONFIGURED;
    }
    // A leadership that has ended answers until the next leader is known. An orderly stop is no
    // outage: the next leader is about to begin.
    boolean cutOff = over && !stopping;
    boolean unwritable = sequencer.writes() && coordination.writes().isRefused();
    return cutOff || !sure || unwritable ? FeedState.SOURCE_UNAVAILABLE : source;
  }

  private FeedState sourceState() {
    FeedState worst = FeedState.LIVE;
    for (Source source : running) {
      FeedState state = source.state();
      worst = state.compareTo(worst) > 0 ? state : worst;
    }
    return worst;
  }

  private Optional<Cursor> cursor() {
    return running.stream().flatMap(source -> source.cursor().stream()).findFirst();
  }

  @Override
  public void proven() {
    listener.proven();
  }

  @Override
  public void reads(Optional<String> problem) {
    // Other threads read the readiness, so it is reported once, after all sources have started.
    if (starting) {
      unread = problem;
    } else {
      listener.reads(problem);
    }
  }

  @Override
  public void failed(Throwable cause) {
    faulty = true;
    LOG.atError().addKeyValue("feed", feed.name()).setCause(cause).log("feed.source_failed");
    end(End.FAILED);
  }

  @Override
  public void deposed() {
    end(End.DEPOSED);
  }

  @Override
  public void outcomeUnknown(WriteFailure failure) {
    coordination.writes().failed(failure.getCause());
    LOG.atWarn()
        .addKeyValue("feed", feed.name())
        .addKeyValue("reason", failure.getCause())
        .log("feed.write_failed");
    end(End.FAILED);
  }

  @Override
  public void written() {
    coordination.writes().written();
    listener.proven();
  }

  private void renew() {
    if (renewing) {
      return;
    }
    renewing = true;
    sequencer
        .renew(cursor())
        .onComplete(done -> renewing = false)
        // A failed renewal does not mean that the leader was deposed; the next statement shows it.
        .onFailure(this::notRenewed)
        .onSuccess(this::renewed);
  }

  private void notRenewed(Throwable cause) {
    if (!over && !sequencer.holds(settings.lease())) {
      refused = CoordinationRefusal.is(cause);
      listener.notRenewed(cause);
    }
  }

  private void renewed(Outcome outcome) {
    refused = false;
    listener.renewed();
    if (outcome == Outcome.DEPOSED) {
      end(End.DEPOSED);
    }
  }

  /**
   * Handles a term or position of a gateway that cannot exist while this process leads. Ends the
   * leadership as soon as the database answers; the next attempt to take the lease finds the cause.
   * Where this process still owns the lease, the database was reverted.
   */
  void doubt() {
    if (!over && !doubting) {
      doubting = true;
      sequencer
          .renew(cursor())
          .onComplete(done -> doubting = false)
          .onSuccess(outcome -> end(End.DEPOSED));
    }
  }

  private void upkeep() {
    if (upkeeping || !sourceState().isCertain()) {
      return;
    }
    upkeeping = true;
    Future<?> sourcesDone = Future.join(running.stream().map(Source::upkeep).toList());
    sourcesDone
        .transform(done -> sequencer.upkeep(settings.retention()).compose(kept -> sourcesDone))
        .onComplete(
            done -> {
              upkeeping = false;
              if (done.failed()) {
                LOG.atWarn()
                    .addKeyValue("feed", feed.name())
                    .addKeyValue("reason", done.cause())
                    .log("feed.maintenance_failed");
              }
            });
  }

  private void end(End why) {
    if (!over) {
      quiet();
      listener.ended(this, why);
    }
  }

  /** Stops the renewals and the sources; done when the sources no longer listen. */
  Future<Void> quiet() {
    over = true;
    sequencer.leave();
    vertx.cancelTimer(renewTimer);
    vertx.cancelTimer(upkeepTimer);
    vertx.cancelTimer(demandTimer);
    return Future.join(running.stream().map(Source::quiet).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** Ends the leadership; done when running deliveries have ended and the lease is free. */
  Future<Void> stop() {
    stopping = !over;
    Future<Void> silent = quiet();
    return Future.join(running.stream().map(Source::idle).toList())
        .transform(done -> silent)
        .compose(done -> sequencer.release(cursor()))
        .timeout(settings.lease().toMillis(), TimeUnit.MILLISECONDS)
        // Where the database does not answer, the lease ends by itself.
        .otherwiseEmpty();
  }
}
