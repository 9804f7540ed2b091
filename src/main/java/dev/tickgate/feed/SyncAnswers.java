package dev.tickgate.feed;

import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Recovery;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.List;

/** Which publications answer a gateway's question: from memory, else from the journal. */
final class SyncAnswers {
  static final int MOST = 1_000;

  private final Topic topic;
  private final History history;
  private final Journal journal;

  SyncAnswers(Topic topic, History history, Journal journal) {
    this.topic = topic;
    this.history = history;
    this.journal = journal;
  }

  Future<List<Publication>> answer(SyncRequest request, Position head) {
    int limit = Math.max(0, Math.min(MOST, request.limit()));
    if (request.have().isEmpty()) {
      return newest(head, limit);
    }
    Position have = request.have().get();
    if (have.equals(head)) {
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
            .map(entries -> publications(head, entries));
  }

  private Future<List<Publication>> fromJournal(Position have, Position head, int limit) {
    return journal
        .page(have.offset(), head.offset(), limit)
        .compose(
            entries ->
                entries.isEmpty() || entries.get(0).offset() != have.offset() + 1
                    ? newest(head, limit)
                    : Future.succeededFuture(publications(head, entries)));
  }

  private List<Publication> publications(Position head, List<Journal.Entry> entries) {
    return entries.stream().map(entry -> publication(head.epoch(), entry)).toList();
  }

  Publication publication(long epoch, Journal.Entry entry) {
    return Publication.at(topic, new Position(epoch, entry.offset()), entry.body());
  }
}
