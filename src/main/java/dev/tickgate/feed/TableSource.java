package dev.tickgate.feed;

import dev.tickgate.bus.FeedState;
import dev.tickgate.lead.Backoff;
import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Journal;
import dev.tickgate.lead.NotificationListener;
import dev.tickgate.lead.Outcome;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceListener;
import dev.tickgate.lead.WriteFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table as the source of a feed. Looks at the table at intervals and when woken, one look at a
 * time. Confined to the poller's event loop.
 */
final class TableSource implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(TableSource.class);
  private static final long UNANSWERED = Duration.ofSeconds(5).toNanos();

  private final Feed feed;
  private final FeedDatabases databases;
  private final FeedMetrics metrics;
  private final LongSupplier nanos;
  private final VisibilityTracker visibility;
  // For queries on the source.
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private final DropLog drops;
  private final Scanner scanner;
  private final LateAudit audit;
  private final NotificationListener notifications;
  private final LookSchedule<Outcome> looks;
  private Sequencer sequencer;
  private SourceListener listener;
  private long lastAnswer;
  // Whether this leader or an earlier one has completed a look; since then no new row is missed.
  private boolean looked;
  private boolean unavailable;
  // Null where the table can be read.
  private Misconfigured misconfigured;

  TableSource(
      Vertx vertx,
      Feed feed,
      FeedDatabases databases,
      TickTable table,
      Journal journal,
      Optional<Cursor> begin,
      FeedMetrics metrics,
      LongSupplier nanos) {
    this.feed = feed;
    this.databases = databases;
    this.metrics = metrics;
    this.nanos = nanos;
    this.looks = new LookSchedule<>(vertx, nanos, this::look, this::looked);
    this.lastAnswer = nanos.getAsLong();
    this.looked = begin.isPresent();
    this.visibility = new VisibilityTracker(begin);
    SourceState state = new SourceState(databases.coordination(), feed);
    this.drops = new DropLog(feed.name(), metrics, nanos);
    this.scanner =
        new Scanner(
            table,
            feed.start(),
            row -> Quote.of(feed.symbols(), row),
            visibility,
            drops,
            looks::isStopped,
            nanos,
            () -> lastAnswer = nanos.getAsLong(),
            Optional.of(new RelationWatch(feed, table, state)));
    this.audit = new LateAudit(feed, table, journal, state, begin, metrics);
    this.notifications =
        new NotificationListener(
            vertx,
            databases.listen(),
            feed.name(),
            feed.channel(),
            looks::wake,
            Backoff.ofDatabase(ThreadLocalRandom.current()));
  }

  @Override
  public void start(Sequencer sequencer, SourceListener listener) {
    this.sequencer = sequencer;
    this.listener = listener;
    report();
    notifications.start();
    looks.in(0);
  }

  @Override
  public Optional<Cursor> cursor() {
    return visibility.cursor();
  }

  @Override
  public FeedState state() {
    if (misconfigured != null) {
      return FeedState.MISCONFIGURED;
    }
    long heard = Math.max(Math.max(lastAnswer, looks.lastLook()), sequencer.lastAppended());
    boolean silent = looks.isLooking() && nanos.getAsLong() - heard > UNANSWERED;
    return unavailable || silent ? FeedState.SOURCE_UNAVAILABLE : FeedState.LIVE;
  }

  private Future<Outcome> look() {
    return scanner.scan(this::deliver);
  }

  private Future<Outcome> deliver(List<Scanner.Found> found, Optional<Cursor> cursor) {
    return sequencer.append(Scanner.Found.drafts(found), cursor);
  }

  private void looked(AsyncResult<Outcome> result) {
    drops.flush();
    if (result.succeeded()) {
      metrics.pollTook(nanos.getAsLong() - looks.lastLook());
      answered();
      next(result.result());
    } else if (result.cause() instanceof Scanner.SourceFailure failure) {
      unanswered(failure.getCause());
    } else {
      failed(result.cause());
    }
  }

  private void failed(Throwable cause) {
    metrics.pollFailed();
    // The sequencer itself reports a failed write.
    if (!(cause instanceof WriteFailure)) {
      listener.failed(cause);
    }
  }

  private void next(Outcome outcome) {
    if (outcome != Outcome.DEPOSED && !looks.isStopped()) {
      listener.proven();
      if (scanner.isUnderWay()) {
        looks.in(0);
      } else {
        looks.inOrWhenWoken(feed.poll().toMillis());
      }
    }
  }

  private void answered() {
    lastAnswer = nanos.getAsLong();
    visibility.cursor().ifPresent(audit::begin);
    if (!looked) {
      looked = true;
      report();
    }
    if (unavailable || misconfigured != null) {
      unavailable = false;
      misconfigured(null);
      backoff.reset();
      LOG.atInfo().addKeyValue("feed", feed.name()).log("feed.source_resumed");
    }
  }

  private void misconfigured(Misconfigured problem) {
    misconfigured = problem;
    report();
    metrics.misconfigured(problem != null);
  }

  private void report() {
    Optional<String> unread =
        looked ? Optional.empty() : Optional.of("the first look at the table is not complete");
    listener.reads(
        Optional.ofNullable(misconfigured).map(Misconfigured::getMessage).or(() -> unread));
  }

  private void unanswered(Throwable cause) {
    if (cause instanceof Misconfigured problem) {
      wrong(problem);
    } else {
      silent(cause);
    }
    metrics.pollFailed();
    looks.in(backoff.next());
  }

  private void wrong(Misconfigured problem) {
    // A refusal is an answer of the source.
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
          .log("feed.source_interrupted");
    }
    misconfigured(null);
    unavailable = true;
  }

  /**
   * Counts rows that were committed too late. A feed that is read by key cannot, because it reads
   * only the window.
   */
  @Override
  public Future<Void> upkeep() {
    return feed.mode() == Mode.KEY || visibility.cursor().isEmpty()
        ? Future.succeededFuture()
        : audit.run(visibility.cursor().get(), visibility::knows);
  }

  @Override
  public Future<Void> quiet() {
    looks.stop();
    misconfigured = null;
    metrics.misconfigured(false);
    return notifications.stop().otherwiseEmpty();
  }

  @Override
  public Future<Void> idle() {
    return looks.idle();
  }
}
