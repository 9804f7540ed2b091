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
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table as the source of a feed: looks at it every so often or when woken, one look at a time.
 * Confined to the poller's event loop.
 */
final class TableSource implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(TableSource.class);
  private static final long NONE = -1;
  // Milliseconds between two looks, however often it is woken: the load on the source has a bound.
  private static final long SHORTEST_PAUSE = 10;
  private static final long UNANSWERED = Duration.ofSeconds(5).toNanos();

  private final Vertx vertx;
  private final Feed feed;
  private final FeedDatabases databases;
  private final FeedMetrics metrics;
  private final LongSupplier nanos;
  private final VisibilityTracker visibility;
  // Of questions to the source.
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private final DropLog drops;
  private final Scanner scanner;
  private final LateAudit audit;
  private final NotificationListener notifications;
  private Sequencer sequencer;
  private SourceListener listener;
  private boolean over;
  private boolean polling;
  // Woken while it was looking: it looks again.
  private boolean woken;
  // A look that a wake-up asked for is on its way.
  private boolean soon;
  private long lastWoken;
  private long pollTimer = NONE;
  private long lastPoll;
  private long lastAnswer;
  private boolean unavailable;
  // Null where the table can be read.
  private Misconfigured misconfigured;
  private Promise<Void> idle;

  TableSource(
      Vertx vertx,
      Feed feed,
      FeedDatabases databases,
      TickTable table,
      Journal journal,
      Optional<Cursor> begin,
      FeedMetrics metrics,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.feed = feed;
    this.databases = databases;
    this.metrics = metrics;
    this.nanos = nanos;
    this.lastWoken = nanos.getAsLong() - UNANSWERED;
    this.lastPoll = lastWoken;
    this.lastAnswer = nanos.getAsLong();
    this.visibility = new VisibilityTracker(begin);
    SourceState state = new SourceState(databases.coordination(), feed);
    this.drops = new DropLog(feed.name(), metrics, InstantSource.system());
    this.scanner =
        new Scanner(
            table,
            feed.start(),
            row -> Quote.of(feed.symbols(), row),
            visibility,
            drops,
            () -> over,
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
            this::wake,
            Backoff.ofDatabase(ThreadLocalRandom.current()));
  }

  @Override
  public void start(Sequencer sequencer, SourceListener listener) {
    this.sequencer = sequencer;
    this.listener = listener;
    notifications.start();
    poll();
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
    long heard = Math.max(Math.max(lastAnswer, lastPoll), sequencer.lastAppended());
    boolean silent = polling && nanos.getAsLong() - heard > UNANSWERED;
    return unavailable || silent ? FeedState.SOURCE_UNAVAILABLE : FeedState.LIVE;
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
    return sequencer.append(Scanner.Found.drafts(found), cursor);
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
    metrics.pollFailed();
    // Of a write the sequencer tells itself.
    if (!(cause instanceof WriteFailure)) {
      listener.failed(cause);
    }
  }

  private void next(Outcome outcome) {
    if (outcome != Outcome.DEPOSED && !over) {
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

  /** Counts rows that came too late; of a feed that is read by key only the window is known. */
  @Override
  public Future<Void> upkeep() {
    return feed.mode() == Mode.KEY || visibility.cursor().isEmpty()
        ? Future.succeededFuture()
        : audit.run(visibility.cursor().get(), visibility::knows);
  }

  @Override
  public Future<Void> quiet() {
    over = true;
    vertx.cancelTimer(pollTimer);
    if (listener != null) {
      misconfigured(null);
    }
    return notifications.stop().otherwiseEmpty();
  }

  @Override
  public Future<Void> idle() {
    if (!polling) {
      return Future.succeededFuture();
    }
    idle = Promise.promise();
    return idle.future();
  }
}
