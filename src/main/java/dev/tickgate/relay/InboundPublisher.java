package dev.tickgate.relay;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.publish.PublishRefusal;
import dev.tickgate.publish.Publisher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Publishes records in their order. It counts and skips a record that cannot be published. Where a
 * refusal is temporary, for example because no leader answers, it repeats the request with the same
 * keys. One call at a time; confined to one event loop.
 */
final class InboundPublisher {
  private static final long AGAIN_MS = 500;
  // Half of the limit of a request, so that only a batch of one record can exceed that limit.
  private static final int MOST_CHARACTERS = Publisher.MOST_CHARACTERS / 2;

  private final Vertx vertx;
  private final Publisher publisher;
  private final RelayReport report;
  private boolean stopped;

  InboundPublisher(Vertx vertx, Publisher publisher, RelayReport report) {
    this.vertx = vertx;
    this.publisher = publisher;
    this.report = report;
  }

  /**
   * Completes when each record is committed or refused; fails where the publisher is stopped
   * before.
   */
  Future<Void> publish(List<InboundRecord> records) {
    Future<Void> published = Future.succeededFuture();
    for (List<InboundRecord> batch : batches(records)) {
      published = published.compose(before -> publishBatch(batch));
    }
    return published;
  }

  /** Stops the publisher: it sends no further request. */
  void stop() {
    stopped = true;
  }

  /** Groups consecutive records of one topic, up to the limits of a request. */
  private static List<List<InboundRecord>> batches(List<InboundRecord> records) {
    List<List<InboundRecord>> batches = new ArrayList<>();
    List<InboundRecord> batch = new ArrayList<>();
    int characters = 0;
    for (InboundRecord record : records) {
      characters += record.payload().length();
      boolean fits =
          batch.isEmpty()
              || batch.get(0).topic().equals(record.topic())
                  && batch.size() < Publisher.MOST_PAYLOADS
                  && characters <= MOST_CHARACTERS;
      if (!fits) {
        batches.add(batch);
        batch = new ArrayList<>();
        characters = record.payload().length();
      }
      batch.add(record);
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private Future<Void> publishBatch(List<InboundRecord> batch) {
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    if (stopped) {
      return Future.failedFuture("the relay stops");
    }
    return publisher
        .publishEach(
            batch.get(0).topic(),
            batch.stream().map(InboundRecord::key).toList(),
            batch.stream().map(InboundRecord::payload).toList())
        .onSuccess(positions -> report.count(RelayEvent.PUBLISHED, positions.size()))
        .<Void>mapEmpty()
        .recover(failure -> failed(batch, failure));
  }

  private Future<Void> failed(List<InboundRecord> batch, Throwable failure) {
    if (!(failure instanceof PublishRefusal refusal)) {
      return Future.failedFuture(failure);
    }
    if (refusal.code().retry()) {
      report.failing(refusal.code().name() + ": " + refusal.sentence());
      return Future.<Void>future(later -> vertx.setTimer(AGAIN_MS, now -> later.complete()))
          .compose(now -> publishBatch(batch))
          .onSuccess(published -> report.running());
    }
    OptionalInt wrong = batch.size() == 1 ? OptionalInt.of(0) : refusal.index();
    return wrong.isPresent()
        ? without(wrong.getAsInt(), batch, refusal.code(), refusal.sentence())
        : oneByOne(batch);
  }

  private Future<Void> without(
      int wrong, List<InboundRecord> batch, ErrorCode code, String sentence) {
    report.refused(batch.get(wrong).origin(), code, sentence);
    List<InboundRecord> rest = new ArrayList<>(batch);
    rest.remove(wrong);
    return publishBatch(rest);
  }

  private Future<Void> oneByOne(List<InboundRecord> batch) {
    Future<Void> published = Future.succeededFuture();
    for (InboundRecord record : batch) {
      published = published.compose(before -> publishBatch(List.of(record)));
    }
    return published;
  }
}
