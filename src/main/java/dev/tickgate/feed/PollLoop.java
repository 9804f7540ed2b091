package dev.tickgate.feed;

import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.lead.Backoff;
import dev.tickgate.lead.CoordinationRefusal;
import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Journal;
import dev.tickgate.lead.NotificationListener;
import dev.tickgate.lead.Outcome;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.WriteFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rhythm of one leadership: looks at the table every so often or when woken, renews the lease,
 * keeps the journal small. One look at a time. Confined to the poller's event loop.
 */
final class PollLoop {
  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final long NONE = -1;
  private static final int RENEWALS = 3;
  // Milliseconds between two looks, however often it is woken: the load on the source has a bound.
  private static final long SHORTEST_PAUSE = 10;
  private static final long UNANSWERED = Duration.ofSeconds(5).toNanos();

  private final Vertx vertx;
  private final Feed feed;
  private final FeedSettings settings;
  private final FeedDatabases databases;
  private final Sequencer leader;
  private final LeadershipListener listener;
  private final LongSupplier nanos;
  private final VisibilityTracker visibility;
  // Of questions to the source.
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private FeedMetrics metrics;
  private Journal journal;
  private Scanner scanner;
  private LateAudit audit;
  private DropLog drops;
  private NotificationListener notifications;
  private boolean over;
  private boolean stopping;
  private boolean polling;
  // Woken while it was looking: it looks again.
  private boolean woken;
  // A look that a wake-up asked for is on its way.
  private boolean soon;
  private long lastWoken;
  private long pollTimer = NONE;
  private long renewTimer = NONE;
  private long upkeepTimer = NONE;
  private long lastPoll;
  private long lastAnswer;
  private boolean unavailable;
  // Null where the table can be read.
  private Misconfigured misconfigured;
  // It ended by a fault of our own.
  private boolean isFaulty;
  // The database answers, and does not let this process renew its lease.
  private boolean refused;
  private boolean renewing;
  private boolean upkeeping;
  private boolean doubting;
  private Promise<Void> idle;

  PollLoop(
      Vertx vertx,
      Feed feed,
      FeedSettings settings,
      FeedDatabases databases,
      Sequencer leader,
      LeadershipListener listener,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.feed = feed;
    this.settings = settings;
    this.databases = databases;
    this.leader = leader;
    this.listener = listener;
    this.nanos = nanos;
    this.lastWoken = nanos.getAsLong() - UNANSWERED;
    this.lastPoll = lastWoken;
    this.lastAnswer = nanos.getAsLong();
    this.visibility = new VisibilityTracker(leader.term().cursor());
  }

  Sequencer leader() {
    return leader;
  }

  void start(TickTable table, Journal journal, FeedMetrics metrics) {
    this.journal = journal;
    this.metrics = metrics;
    SourceState state = new SourceState(databases.coordination(), feed);
    drops = new DropLog(feed.name(), metrics, InstantSource.system());
    scanner =
        new Scanner(
            table,
            feed.start(),
            row -> Quote.of(feed.symbol(), row),
            visibility,
            drops,
            () -> over,
            nanos,
            () -> lastAnswer = nanos.getAsLong(),
            Optional.of(new RelationWatch(feed, table, state)));
    audit = new LateAudit(feed, table, journal, state, leader.term().cursor(), metrics);
    notifications =
        new NotificationListener(
            vertx,
            databases.listen(),
            feed.name(),
            feed.channel(),
            this::wake,
            Backoff.ofDatabase(ThreadLocalRandom.current()));
    renewTimer = vertx.setPeriodic(settings.lease().toMillis() / RENEWALS, now -> renew());
    upkeepTimer = vertx.setPeriodic(settings.upkeep().toMillis(), now -> upkeep());
    notifications.start();
    poll();
  }

  boolean isRunning() {
    return !over;
  }

  Future<SyncReply> answer(SyncRequest request) {
    if (leader.isReleased() || isFaulty) {
      // The next one may have published already; of a fault of ours the source is not to blame.
      return Future.failedFuture("leads no more");
    }
    return leader.answer(request, state());
  }

  private FeedState state() {
    if (refused || misconfigured != null && leader.holds(settings.lease())) {
      return FeedState.MISCONFIGURED;
    }
    // A leadership that has ended goes on answering until the next one is known.
    long heard = Math.max(Math.max(lastAnswer, lastPoll), leader.lastAppended());
    boolean silent = polling && nanos.getAsLong() - heard > UNANSWERED;
    // An orderly stop is no outage: the next leader is about to begin.
    boolean cutOff = over && !stopping;
    boolean unsure = !leader.holds(settings.lease()) || databases.writes().isRefused();
    return cutOff || unavailable || silent || unsure
        ? FeedState.SOURCE_UNAVAILABLE
        : FeedState.LIVE;
  }

  private void wake() {
    if (polling) {
      woken = true;
    } else if (!over && !soon) {
      pollSoon();
    }
  }

  /** At once, unless it was woken a moment ago; a look that was due anyway does not count. */
  private void pollSoon() {
    long pause = Math.max(0, SHORTEST_PAUSE - (nanos.getAsLong() - lastWoken) / 1_000_000);
    lastWoken = nanos.getAsLong() + pause * 1_000_000;
    soon = true;
    pollIn(pause);
  }

  private void pollIn(long millis) {
    vertx.cancelTimer(pollTimer);
    if (millis <= 0) {
      poll();
    } else {
      pollTimer = vertx.setTimer(millis, now -> poll());
    }
  }

  private void poll() {
    if (polling || over) {
      return;
    }
    polling = true;
    woken = false;
    soon = false;
    lastPoll = nanos.getAsLong();
    scanner.scan(this::deliver).onComplete(this::polled);
  }

  private Future<Outcome> deliver(List<Scanner.Found> found, Optional<Cursor> cursor) {
    return leader
        .append(Scanner.Found.drafts(found), cursor)
        .onSuccess(
            outcome -> {
              if (outcome == Outcome.DONE && !found.isEmpty()) {
                databases.writes().written();
              }
            });
  }

  private void polled(AsyncResult<Outcome> result) {
    polling = false;
    drops.flush();
    if (result.succeeded()) {
      metrics.pollTook(nanos.getAsLong() - lastPoll);
      answered();
      next(result.result());
    } else if (result.cause() instanceof Scanner.SourceFailure failure) {
      unanswered(failure.getCause());
    } else {
      failed(result.cause());
    }
    if (idle != null) {
      idle.tryComplete();
    }
  }

  private void failed(Throwable cause) {
    if (cause instanceof WriteFailure) {
      databases.writes().failed(cause.getCause());
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("reason", cause.getCause())
          .log("feed.write_outcome_unknown");
    } else {
      isFaulty = true;
      LOG.atError().addKeyValue("feed", feed.name()).setCause(cause).log("feed.look_failed");
    }
    metrics.pollFailed();
    end(End.FAILED);
  }

  private void next(Outcome outcome) {
    if (outcome == Outcome.DEPOSED) {
      end(End.DEPOSED);
    } else if (!over) {
      listener.proven();
      if (woken) {
        pollSoon();
      } else {
        pollIn(feed.poll().toMillis());
      }
    }
  }

  private void answered() {
    lastAnswer = nanos.getAsLong();
    visibility.cursor().ifPresent(audit::begin);
    if (unavailable || misconfigured != null) {
      unavailable = false;
      misconfigured(null);
      backoff.reset();
      LOG.atInfo().addKeyValue("feed", feed.name()).log("feed.source_available");
    }
  }

  private void misconfigured(Misconfigured problem) {
    misconfigured = problem;
    metrics.misconfigured(problem != null);
    listener.reads(Optional.ofNullable(problem).map(Misconfigured::getMessage));
  }

  private void unanswered(Throwable cause) {
    if (cause instanceof Misconfigured problem) {
      wrong(problem);
    } else {
      silent(cause);
    }
    metrics.pollFailed();
    if (!over) {
      pollIn(backoff.next());
    }
  }

  private void wrong(Misconfigured problem) {
    // The source answers.
    lastAnswer = nanos.getAsLong();
    unavailable = false;
    if (misconfigured == null || !misconfigured.getMessage().equals(problem.getMessage())) {
      LOG.atError()
          .addKeyValue("feed", feed.name())
          .addKeyValue("reason", problem.getMessage())
          .log("feed.misconfigured");
    }
    misconfigured(problem);
  }

  private void silent(Throwable cause) {
    if (!unavailable) {
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("reason", cause)
          .log("feed.source_unavailable");
    }
    misconfigured(null);
    unavailable = true;
  }

  private void renew() {
    if (renewing) {
      return;
    }
    renewing = true;
    leader
        .renew(visibility.cursor())
        .onComplete(done -> renewing = false)
        // Not renewed is not deposed: the next statement tells.
        .onFailure(this::notRenewed)
        .onSuccess(this::renewed);
  }

  private void notRenewed(Throwable cause) {
    if (!over && !leader.holds(settings.lease())) {
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
   * Another process says what cannot be true while this one leads: the database is asked which of
   * the two it is. Where the lease is still ours, the database has gone back.
   */
  void doubt() {
    if (!over && !doubting) {
      doubting = true;
      leader
          .renew(visibility.cursor())
          .onComplete(done -> doubting = false)
          .onSuccess(outcome -> end(End.DEPOSED));
    }
  }

  private void upkeep() {
    if (upkeeping || unavailable || misconfigured != null || visibility.cursor().isEmpty()) {
      return;
    }
    upkeeping = true;
    Future<Void> audited = audit();
    audited
        .transform(
            done -> journal.trim(settings.retention(), Scanner.PAGE).compose(trimmed -> audited))
        .onComplete(
            done -> {
              upkeeping = false;
              if (done.failed()) {
                LOG.atWarn()
                    .addKeyValue("feed", feed.name())
                    .addKeyValue("reason", done.cause())
                    .log("feed.upkeep_failed");
              }
            });
  }

  // Of a feed that is read by key only the window is known.
  private Future<Void> audit() {
    return feed.mode() == Mode.KEY
        ? Future.succeededFuture()
        : audit.run(visibility.cursor().get(), visibility::knows);
  }

  private void end(End why) {
    if (!over) {
      quiet();
      listener.ended(this, why);
    }
  }

  /** Looks and renews no more; done when it does not listen either. */
  Future<Void> quiet() {
    over = true;
    misconfigured(null);
    leader.leave();
    vertx.cancelTimer(pollTimer);
    vertx.cancelTimer(renewTimer);
    vertx.cancelTimer(upkeepTimer);
    return notifications == null ? Future.succeededFuture() : notifications.stop().otherwiseEmpty();
  }

  /** Done when the running look is delivered and the lease is free. */
  Future<Void> stop() {
    stopping = !over;
    Future<Void> silent = quiet();
    Future<Void> delivered = Future.succeededFuture();
    if (polling) {
      idle = Promise.promise();
      delivered = idle.future();
    }
    return delivered
        .compose(done -> silent)
        .compose(done -> leader.release(visibility.cursor()))
        .timeout(settings.lease().toMillis(), TimeUnit.MILLISECONDS)
        // Where the database does not answer, the lease ends by itself.
        .otherwiseEmpty();
  }
}
