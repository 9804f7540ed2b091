package dev.tickgate.lead;

import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Recovery;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.List;

/**
 * Which publications answer a gateway's question: from memory, else from the journal. A page of the
 * journal with a hole is no answer. Confined to the poller's event loop.
 */
final class SyncAnswers {
  static final int MOST = 1_000;

  private final Topic topic;
  private final History history;
  private final Journal journal;
  private final HoleReport holes;

  SyncAnswers(Topic topic, History history, Journal journal, HoleReport holes) {
    this.topic = topic;
    this.history = history;
    this.journal = journal;
    this.holes = holes;
  }

  Future<List<Publication>> answer(SyncRequest request, Position head) {
    int limit = Math.max(0, Math.min(MOST, request.limit()));
    if (request.have().isEmpty()) {
      return newest(head, limit);
    }
    Position have = request.have().get();
    if (limit == 0 || have.equals(head)) {
      return Future.succeededFuture(List.of());
    }
    Recovery recovery = history.since(have, limit);
    if (recovery instanceof Recovery.Complete complete) {
      return Future.succeededFuture(complete.missed());
    }
    return recovery instanceof Recovery.Beyond
        ? fromJournal(have, head, limit)
        : newest(head, limit);
  }

  private Future<List<Publication>> newest(Position head, int limit) {
    return limit <= history.size()
        ? Future.succeededFuture(history.tail(limit))
        : journal
            .page(Math.max(0, head.offset() - limit), head.offset(), limit)
            .map(entries -> publications(head, tail(entries, head.offset())));
  }

  /** The entries right before the head, without what lies before a hole. */
  List<Journal.Entry> tail(List<Journal.Entry> entries, long head) {
    int from = entries.size();
    while (from > 0 && entries.get(from - 1).offset() == head - (entries.size() - from)) {
      from--;
    }
    if (from > 0) {
      holes.found(entries.get(from - 1).offset(), head - (entries.size() - from) + 1);
    } else if (entries.isEmpty() && head > 0) {
      holes.found(head - 1, head + 1);
    }
    return entries.subList(from, entries.size());
  }

  private Future<List<Publication>> fromJournal(Position have, Position head, int limit) {
    return journal
        .page(have.offset(), head.offset(), limit)
        .compose(
            entries -> {
              int together = together(entries, have.offset());
              if (together > 0 && together == entries.size()) {
                return Future.succeededFuture(publications(head, entries));
              }
              long after = have.offset() + together;
              long before =
                  together < entries.size() ? entries.get(together).offset() : head.offset() + 1;
              return report(after, before, head).compose(told -> newest(head, limit));
            });
  }

  /** How many of the entries follow that offset without a hole. */
  private static int together(List<Journal.Entry> entries, long after) {
    int count = 0;
    while (count < entries.size() && entries.get(count).offset() == after + count + 1) {
      count++;
    }
    return count;
  }

  /** Trimming takes the oldest entries and never the newest: what else is missing was deleted. */
  private Future<Void> report(long after, long before, Position head) {
    return journal
        .oldest()
        .map(
            oldest -> {
              if (oldest <= after || before > head.offset()) {
                holes.found(after, before);
              }
              return null;
            });
  }

  private List<Publication> publications(Position head, List<Journal.Entry> entries) {
    return entries.stream().map(entry -> publication(head.epoch(), entry)).toList();
  }

  Publication publication(long epoch, Journal.Entry entry) {
    return Publication.at(topic, new Position(epoch, entry.offset()), entry.body());
  }
}
