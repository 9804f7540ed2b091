package dev.tickgate.feed;

import dev.tickgate.bus.TickCursor;
import dev.tickgate.bus.TicksPage;
import dev.tickgate.bus.TicksRequest;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ticks of a topic, a page at a time: those from before its journal come from the table, the
 * others from the journal. One time separates them, so that no tick comes from both. Confined to
 * one event loop.
 */
final class TickHistory {
  private static final Logger LOG = LoggerFactory.getLogger(TickHistory.class);

  private final Feed feed;
  private final JournalTicks journal;
  private final TableTicks table;
  // Whether the last answer failed; only the first failure in a row is logged.
  private boolean failed;

  TickHistory(Feed feed, JournalTicks journal, TableTicks table) {
    this.feed = feed;
    this.journal = journal;
    this.table = table;
  }

  Future<TicksPage> answer(TicksRequest request) {
    return read(request).onSuccess(page -> failed = false).onFailure(this::log);
  }

  private Future<TicksPage> read(TicksRequest request) {
    return request.after().filter(TickCursor.Published.class::isInstance).isPresent()
        ? journal.answer(request)
        : journal.beginning(request.topic()).compose(beginning -> read(request, beginning));
  }

  /**
   * @param beginning the beginning of the journal; empty where it has no tick of the topic
   */
  private Future<TicksPage> read(TicksRequest request, Optional<Instant> beginning) {
    boolean isPublished =
        request.after().isEmpty()
            && request.from().isPresent()
            && beginning.filter(time -> !request.from().get().isBefore(time)).isPresent();
    if (isPublished) {
      return journal.answer(request);
    }
    Optional<Instant> goesOnAt =
        beginning.filter(time -> request.to().filter(to -> !to.isAfter(time)).isEmpty());
    return table
        .read(request, goesOnAt.or(request::to))
        .compose(
            stored -> {
              int left = request.limit() - stored.count();
              return stored.hasMore() || goesOnAt.isEmpty() || left == 0
                  ? Future.succeededFuture(stored.page(goesOnAt.isPresent()))
                  : journal
                      .answer(request.rest(goesOnAt.get(), left))
                      .map(stored.page(false)::followedBy);
            });
  }

  private void log(Throwable failure) {
    if (!failed) {
      failed = true;
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("reason", failure)
          .addKeyValue(
              "hint", "a request that needs more than 8 s is cancelled; the table needs an index")
          .log("feed.history_failed");
    }
  }
}
