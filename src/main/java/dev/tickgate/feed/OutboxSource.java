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
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * The outbox as a source of the feed of events: publishes the rows that have become visible, then
 * removes them. Rows whose removal fails are read again and found in the journal. What is wrong
 * with the outbox is no outage of the feed. Confined to the poller's event loop.
 */
final class OutboxSource implements Source {
  private static final long NONE = -1;
  // Milliseconds between two looks that found nothing, however often it is woken.
  private static final long SHORTEST_PAUSE = 10;
  // Between two looks that find everything, also rows whose error was cleared.
  private static final long FULL_LOOK_NANOS = Duration.ofSeconds(5).toNanos();
  // Full looks take at most a part in twenty of the time.
  private static final long FULL_LOOK_SHARE = 20;
  private static final int MOST_RANGES = 1_000;

  private final Vertx vertx;
  private final OutboxTable table;
  private final OutboxDelivery delivery;
  private final Duration poll;
  private final OutboxMetrics metrics;
  private final OutboxLog log;
  private final LongSupplier nanos;
  private final Backoff backoff = Backoff.ofDatabase(ThreadLocalRandom.current());
  private final NotificationListener notifications;
  private final UnseenIds unseen = new UnseenIds(MOST_RANGES);
  private final OutboxWriters writers = new OutboxWriters();
  private Sequencer sequencer;
  private SourceListener listener;
  private boolean over;
  private boolean looking;
  // Woken while it was looking: it looks again.
  private boolean woken;
  private boolean soon;
  private long timer = NONE;
  private long lastLook;
  private long fullLookDue;
  private long countDue;
  private int limit = OutboxTable.MOST_ROWS;
  private Promise<Void> idle;

  OutboxSource(
      Vertx vertx,
      OutboxTable table,
      Optional<Database> listen,
      OutboxCheck check,
      Duration poll,
      OutboxMetrics metrics,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.table = table;
    this.poll = poll;
    this.metrics = metrics;
    this.log = new OutboxLog(metrics);
    this.delivery = new OutboxDelivery(table, check, metrics, log, this::removalFailed);
    this.nanos = nanos;
    this.fullLookDue = nanos.getAsLong();
    this.countDue = fullLookDue;
    this.lastLook = fullLookDue - SHORTEST_PAUSE * 1_000_000;
    this.notifications =
        new NotificationListener(
            vertx,
            listen,
            check.feed(),
            OutboxTable.CHANNEL,
            this::wake,
            Backoff.ofDatabase(ThreadLocalRandom.current()));
  }

  @Override
  public void start(Sequencer sequencer, SourceListener listener) {
    this.sequencer = sequencer;
    this.listener = listener;
    notifications.start();
    look();
  }

  private void wake() {
    if (looking) {
      woken = true;
    } else if (!over && !soon) {
      soon = true;
      lookIn(SHORTEST_PAUSE - (nanos.getAsLong() - lastLook) / 1_000_000);
    }
  }

  private void lookIn(long millis) {
    vertx.cancelTimer(timer);
    if (millis <= 0) {
      look();
    } else {
      timer = vertx.setTimer(millis, now -> look());
    }
  }

  private void look() {
    if (looking || over) {
      return;
    }
    looking = true;
    woken = false;
    soon = false;
    lastLook = nanos.getAsLong();
    Future<OutboxPage> looked = lastLook - fullLookDue >= 0 ? lookAtAll() : lookAtUnseen();
    looked.compose(this::deliver).onComplete(this::looked);
  }

  private Future<OutboxPage> lookAtUnseen() {
    return table.page(unseen.lows(), unseen.highs(), limit);
  }

  /** Also rows that were seen: their removal may have failed, or their error have been cleared. */
  private Future<OutboxPage> lookAtAll() {
    Long[] low = {Long.MIN_VALUE};
    Long[] high = {Long.MAX_VALUE};
    // Rows that are being removed are not found again.
    return delivery
        .removed()
        .compose(removed -> table.ready())
        .compose(ready -> table.writers())
        .compose(open -> table.page(low, high, limit).onSuccess(page -> settle(open, page)))
        .onSuccess(
            page -> {
              long took = nanos.getAsLong() - lastLook;
              fullLookDue = nanos.getAsLong() + Math.max(FULL_LOOK_NANOS, FULL_LOOK_SHARE * took);
            });
  }

  private void settle(Set<String> open, OutboxPage page) {
    if (page.rows().stream().allMatch(row -> unseen.has(row.id()))) {
      writers.looked(open, unseen.newest(), page).ifPresent(unseen::settled);
    } else {
      forget();
    }
  }

  /** Also the ids may begin again: the table was emptied, or is another one. */
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
    } else if (lastLook - countDue >= 0) {
      countDue = lastLook + FULL_LOOK_NANOS;
      // For operators only: the next page does not wait for it.
      table.waiting().onSuccess(metrics::waiting);
    }
  }

  private void removalFailed(Throwable cause) {
    fullLookDue = nanos.getAsLong();
    log.unavailable(OutboxUnavailable.of(cause));
  }

  private void looked(AsyncResult<OutboxPage> result) {
    looking = false;
    if (result.succeeded()) {
      next(result.result());
    } else {
      failed(result.cause());
    }
    if (idle != null) {
      delivery.removal().onComplete(removed -> idle.tryComplete());
    }
  }

  private void next(OutboxPage page) {
    if (over) {
      return;
    }
    // A table that can be read and not be written is not available.
    delivery
        .removal()
        .onSuccess(
            removed -> {
              backoff.reset();
              log.available();
            });
    listener.proven();
    if (page.full()) {
      lookIn(0);
    } else if (woken) {
      wake();
    } else {
      lookIn(poll.toMillis());
    }
  }

  private void failed(Throwable cause) {
    // Of a write to the journal the sequencer tells itself, and this leadership ends.
    if (!(cause instanceof LeadershipLost || cause instanceof WriteFailure)) {
      log.unavailable(OutboxUnavailable.of(cause));
    }
    forget();
    fullLookDue = nanos.getAsLong();
    if (!over) {
      lookIn(backoff.next());
    }
  }

  @Override
  public Optional<Cursor> cursor() {
    return Optional.empty();
  }

  /** Clients of the feed are not told of what does not concern them. */
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
    over = true;
    vertx.cancelTimer(timer);
    log.over();
    return notifications.stop().otherwiseEmpty();
  }

  @Override
  public Future<Void> idle() {
    if (!looking) {
      return delivery.removal().otherwiseEmpty();
    }
    idle = Promise.promise();
    return idle.future();
  }
}
