package dev.tickgate.feed;

import dev.tickgate.feed.OutboxCheck.Checked;
import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Placed;
import dev.tickgate.lead.Sequencer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Publishes pages of the outbox, and removes the rows of each page while the next one is published.
 * Confined to one event loop.
 */
final class OutboxDelivery {
  // Chunks are committed together with other drafts, not before them, so that a long backlog does
  // not delay publishers.
  private static final int CHUNK_ROWS = 100;
  private static final int CHUNK_LENGTH = 256 << 10;

  private final OutboxTable table;
  private final OutboxCheck check;
  private final OutboxMetrics metrics;
  private final OutboxLog log;
  private final Consumer<Throwable> removalFailed;
  // The removal of the page that was published last.
  private Future<Void> removal = Future.succeededFuture();

  OutboxDelivery(
      OutboxTable table,
      OutboxCheck check,
      OutboxMetrics metrics,
      OutboxLog log,
      Consumer<Throwable> removalFailed) {
    this.table = table;
    this.check = check;
    this.metrics = metrics;
    this.log = log;
    this.removalFailed = removalFailed;
  }

  /** The removal of the page that was published last. */
  Future<Void> removal() {
    return removal;
  }

  /** Done when no removal is running; reports a failed removal once. */
  Future<Void> removed() {
    Future<Void> last = removal;
    return last.onFailure(failed -> removal = Future.succeededFuture());
  }

  /**
   * Publishes a page and begins to remove its rows. Done when the page is published and the former
   * page removed; failed where either fails.
   */
  Future<Void> deliver(Sequencer sequencer, OutboxPage page) {
    if (page.rows().isEmpty()) {
      return Future.succeededFuture();
    }
    List<Checked.Accepted> accepted = new ArrayList<>();
    Map<Long, OutboxReason> rejected = new TreeMap<>();
    for (OutboxRow row : page.rows()) {
      Checked checked = check.check(row);
      if (checked instanceof Checked.Accepted fit) {
        accepted.add(fit);
      } else if (checked instanceof Checked.Rejected unfit) {
        rejected.put(unfit.id(), unfit.reason());
      }
    }
    return publish(sequencer, accepted)
        .compose(placed -> removed().map(placed))
        .onSuccess(placed -> remove(published(accepted, placed, rejected), rejected, page))
        .mapEmpty();
  }

  private static Future<List<Placed>> publish(Sequencer sequencer, List<Checked.Accepted> rows) {
    List<Future<List<Placed>>> chunks = new ArrayList<>();
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      int length = 0;
      while (to < rows.size() && to - from < CHUNK_ROWS && length < CHUNK_LENGTH) {
        length += rows.get(to++).draft().body().length();
      }
      List<Draft> drafts = rows.subList(from, to).stream().map(Checked.Accepted::draft).toList();
      chunks.add(sequencer.publish(drafts));
      from = to;
    }
    Stream<Future<List<Placed>>> done = chunks.stream();
    return Future.all(chunks).map(all -> done.flatMap(chunk -> chunk.result().stream()).toList());
  }

  /**
   * Returns the ids of the rows that were published, now or before; the other rows are rejected.
   */
  private List<Long> published(
      List<Checked.Accepted> accepted, List<Placed> placed, Map<Long, OutboxReason> rejected) {
    List<Long> published = new ArrayList<>();
    int fresh = 0;
    for (int i = 0; i < accepted.size(); i++) {
      long id = accepted.get(i).id();
      if (placed.get(i).topic().equals(accepted.get(i).draft().topic())) {
        published.add(id);
        fresh += placed.get(i).known() ? 0 : 1;
      } else {
        rejected.put(id, new OutboxReason(OutboxRejection.KEY_REUSED));
      }
    }
    metrics.published(fresh);
    return published;
  }

  private void remove(List<Long> published, Map<Long, OutboxReason> rejected, OutboxPage page) {
    removal =
        table
            .settle(published, rejected)
            .onSuccess(removed -> log.rejected(rejected, page))
            .onFailure(removalFailed::accept);
  }
}
