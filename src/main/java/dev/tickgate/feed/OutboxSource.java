package dev.tickgate.feed;

import dev.tickgate.bus.FeedState;
import dev.tickgate.lead.Backoff;
import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.LeadershipLost;
import dev.tickgate.lead.NotificationListener;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceListener;
import dev.tickgate.lead.WriteFailure;
import dev.tickgate.store.Database;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * The outbox as a source of the feed of events: publishes the rows that have become visible, then
 * removes them. Rows whose removal fails are read again, and not published again, because the
 * journal has their keys. A fault of the outbox is no outage of the feed. Confined to the poller's
 * event loop.
 */
final class OutboxSource implements Source {
  // Nanoseconds between two full looks, which also find rows whose error was cleared.
  private static final long FULL_LOOK_NANOS = Duration.ofSeconds(5).toNanos();
  // Full looks take at most a twentieth of the time.
  private static final long FULL_LOOK_SHARE = 20;
  private static final int MOST_RANGES = 1_000;

  private final OutboxTable table;
  private final OutboxDelivery delivery;
  private final Duration poll;
  private final OutboxMetrics metrics;
  private final OutboxLog log;
  private final LongSupplier nanos;
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private final NotificationListener notifications;
  private final LookSchedule<OutboxPage> looks;
  private final UnseenIds unseen = new UnseenIds(MOST_RANGES);
  private final OpenWriters writers = new OpenWriters();
  private Sequencer sequencer;
  private SourceListener listener;
  private long fullLookDue;
  private long countDue;
  private int limit = OutboxTable.MOST_ROWS;

  OutboxSource(
      Vertx vertx,
      OutboxTable table,
      Optional<Database> listen,
      OutboxCheck check,
      Duration poll,
      OutboxMetrics metrics,
      LongSupplier nanos) {
    this.table = table;
    this.poll = poll;
    this.metrics = metrics;
    this.log = new OutboxLog(metrics);
    this.delivery = new OutboxDelivery(table, check, metrics, log, this::removalFailed);
    this.nanos = nanos;
    this.fullLookDue = nanos.getAsLong();
    this.countDue = fullLookDue;
    this.looks = new LookSchedule<>(vertx, nanos, this::look, this::looked);
    this.notifications =
        new NotificationListener(
            vertx,
            listen,
            check.feed(),
            OutboxTable.CHANNEL,
            looks::wake,
            Backoff.ofDatabase(ThreadLocalRandom.current()));
  }

  @Override
  public void start(Sequencer sequencer, SourceListener listener) {
    this.sequencer = sequencer;
    this.listener = listener;
    notifications.start();
    looks.in(0);
  }

  private Future<OutboxPage> look() {
    boolean full = looks.lastLook() - fullLookDue >= 0;
    return (full ? lookAtAll() : lookAtUnseen()).compose(this::deliver);
  }

  private Future<OutboxPage> lookAtUnseen() {
    return table.page(unseen.lows(), unseen.highs(), limit);
  }

  /**
   * Also reads rows that were seen: their removal may have failed, or their error may have been
   * cleared.
   */
  private Future<OutboxPage> lookAtAll() {
    Long[] low = {Long.MIN_VALUE};
    Long[] high = {Long.MAX_VALUE};
    // Waits for the removal, so that its rows are not read again.
    return delivery
        .removed()
        .compose(removed -> table.ready())
        .compose(ready -> table.writers())
        .compose(open -> table.page(low, high, limit).onSuccess(page -> settle(open, page)))
        .onSuccess(
            page -> {
              long took = nanos.getAsLong() - looks.lastLook();
              fullLookDue = nanos.getAsLong() + Math.max(FULL_LOOK_NANOS, FULL_LOOK_SHARE * took);
            });
  }

  private void settle(Set<String> open, OutboxPage page) {
    if (page.rows().stream().allMatch(row -> unseen.has(row.id()))) {
      writers.looked(open, unseen.newest(), page::reaches).ifPresent(unseen::settled);
    } else {
      forget();
    }
  }

  /**
   * Discards the ids that were seen: they may start again, because the table was emptied or
   * replaced.
   */
  private void forget() {
    unseen.reset();
    writers.reset();
  }

  private Future<OutboxPage> deliver(OutboxPage page) {
    limit =
        page.cut() ? Math.max(1, page.rows().size()) : Math.min(2 * limit, OutboxTable.MOST_ROWS);
    count(page);
    return delivery
        .deliver(sequencer, page)
        .map(
            published -> {
              page.rows().forEach(row -> unseen.saw(row.id()));
              return page;
            });
  }

  private void count(OutboxPage page) {
    metrics.oldest(page.age());
    if (!page.full()) {
      metrics.waiting(page.rows().size());
    } else if (looks.lastLook() - countDue >= 0) {
      countDue = looks.lastLook() + FULL_LOOK_NANOS;
      // For operators only: the next page does not wait for it.
      table.waiting().onSuccess(metrics::waiting);
    }
  }

  private void removalFailed(Throwable cause) {
    fullLookDue = nanos.getAsLong();
    log.unavailable(OutboxUnavailable.of(cause));
  }

  private void looked(AsyncResult<OutboxPage> result) {
    if (result.succeeded()) {
      next(result.result());
    } else {
      failed(result.cause());
    }
  }

  private void next(OutboxPage page) {
    if (looks.isStopped()) {
      return;
    }
    // A table that can be read but not written is not available.
    delivery
        .removal()
        .onSuccess(
            removed -> {
              backoff.reset();
              log.available();
            });
    listener.proven();
    if (page.full()) {
      looks.in(0);
    } else {
      looks.inOrWhenWoken(poll.toMillis());
    }
  }

  private void failed(Throwable cause) {
    // The sequencer itself reports a failed write to the journal, and this leadership ends.
    if (!(cause instanceof LeadershipLost || cause instanceof WriteFailure)) {
      log.unavailable(OutboxUnavailable.of(cause));
    }
    forget();
    fullLookDue = nanos.getAsLong();
    looks.in(backoff.next());
  }

  @Override
  public Optional<Cursor> cursor() {
    return Optional.empty();
  }

  /** Always live, because faults of the outbox do not concern the clients of the feed. */
  @Override
  public FeedState state() {
    return FeedState.LIVE;
  }

  @Override
  public Future<Void> upkeep() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> quiet() {
    looks.stop();
    log.over();
    return notifications.stop().otherwiseEmpty();
  }

  @Override
  public Future<Void> idle() {
    return looks.idle().compose(idle -> delivery.removal().otherwiseEmpty());
  }
}
