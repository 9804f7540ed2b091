package dev.tickgate.lead;

import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Selects the publications of a topic that answer a gateway's question: from memory, otherwise from
 * {@link Entries}. A page with a hole is not an answer. Confined to the poller's event loop.
 */
final class SyncAnswers {
  static final int MOST = 1_000;

  private final FeedIdentity feed;
  private final FeedMemory memory;
  private final Entries entries;
  private final HoleReport holes;

  SyncAnswers(FeedIdentity feed, FeedMemory memory, Entries entries, HoleReport holes) {
    this.feed = feed;
    this.memory = memory;
    this.entries = entries;
    this.holes = holes;
  }

  /**
   * The answer to a question about a topic.
   *
   * @param head the newest position of the topic; offset 0 where it was never published to
   */
  record Answer(Position head, List<Publication> publications) {}

  /**
   * @param feedHead the feed's epoch and newest sequence number
   * @param topicEpoch the epoch of topics that were never published to
   */
  Future<Answer> answer(SyncRequest request, Position feedHead, long topicEpoch) {
    return head(request.topic(), feedHead, topicEpoch)
        .compose(
            head ->
                publications(request, head).map(publications -> new Answer(head, publications)));
  }

  private Future<Position> head(Topic topic, Position feedHead, long topicEpoch) {
    Optional<Position> remembered = memory.topic(topic).map(TopicTail::head);
    if (remembered.isPresent() || feed.isOwn(topic)) {
      return Future.succeededFuture(remembered.orElse(feedHead));
    }
    return entries
        .head(topic)
        .map(
            found ->
                memory
                    // The topic may have been published to since the query.
                    .topic(topic)
                    .map(TopicTail::head)
                    .or(() -> found)
                    .orElseGet(() -> new Position(topicEpoch, 0)));
  }

  private Future<List<Publication>> publications(SyncRequest request, Position head) {
    int limit = Math.max(0, Math.min(MOST, request.limit()));
    if (request.have().isEmpty()) {
      return newest(request.topic(), head, limit);
    }
    Position have = request.have().get();
    if (limit == 0 || have.equals(head)) {
      return Future.succeededFuture(List.of());
    }
    if (have.epoch() != head.epoch() || have.offset() > head.offset()) {
      return newest(request.topic(), head, limit);
    }
    Optional<TopicTail> tail = memory.topic(request.topic());
    return tail.isPresent() && have.offset() >= tail.get().from()
        ? Future.succeededFuture(oldestThatFit(tail.get().after(have.offset(), limit)))
        : fromJournal(request.topic(), have, head, limit);
  }

  private Future<List<Publication>> newest(Topic topic, Position head, int limit) {
    Optional<TopicTail> tail = memory.topic(topic);
    if (tail.isPresent() && (limit <= tail.get().size() || tail.get().from() == 0)) {
      return Future.succeededFuture(newestThatFit(tail.get().tail(limit)));
    }
    if (limit == 0 || head.offset() == 0) {
      return Future.succeededFuture(List.of());
    }
    return entries
        .page(topic, Math.max(0, head.offset() - limit), head, limit)
        .map(page -> newestThatFit(tail(topic, page, head)));
  }

  // Returns the oldest ones, so that the next question continues after them.
  private static List<Publication> oldestThatFit(List<Publication> publications) {
    int count = 0;
    long bytes = 0;
    while (count < publications.size()) {
      bytes += publications.get(count).json().length;
      if (count > 0 && bytes > Sequencer.MESSAGE_BYTES) {
        break;
      }
      count++;
    }
    return publications.subList(0, count);
  }

  private static List<Publication> newestThatFit(List<Publication> publications) {
    int from = publications.size();
    long bytes = 0;
    while (from > 0) {
      bytes += publications.get(from - 1).json().length;
      if (from < publications.size() && bytes > Sequencer.MESSAGE_BYTES) {
        break;
      }
      from--;
    }
    return publications.subList(from, publications.size());
  }

  /** The entries up to the head of the feed, without those before a hole. */
  List<Journal.Entry> tail(List<Journal.Entry> entries, long head) {
    int from = entries.size();
    while (from > 0 && entries.get(from - 1).seq() == head - (entries.size() - from)) {
      from--;
    }
    if (from > 0) {
      holes.found(
          feed.topicName(), entries.get(from - 1).seq(), head - (entries.size() - from) + 1);
    } else if (entries.isEmpty() && head > 0) {
      holes.found(feed.topicName(), head - 1, head + 1);
    }
    return entries.subList(from, entries.size());
  }

  /** The publications up to the head of a topic, without those before a hole. */
  private List<Publication> tail(Topic topic, List<Publication> page, Position head) {
    int from = page.size();
    while (from > 0
        && page.get(from - 1).position().offset() == head.offset() - (page.size() - from)) {
      from--;
    }
    long before = head.offset() - (page.size() - from) + 1;
    if (from > 0) {
      holes.found(topic.name(), page.get(from - 1).position().offset(), before);
    } else if (page.isEmpty() && feed.isOwn(topic)) {
      // All entries of another topic may have been trimmed.
      holes.found(topic.name(), head.offset() - 1, before);
    }
    return page.subList(from, page.size());
  }

  private Future<List<Publication>> fromJournal(
      Topic topic, Position have, Position head, int limit) {
    return entries
        .page(topic, have.offset(), head, limit)
        .compose(
            page -> {
              int together = together(page, have.offset());
              if (together > 0 && together == page.size()) {
                return Future.succeededFuture(oldestThatFit(page));
              }
              long after = have.offset() + together;
              long before =
                  together < page.size()
                      ? page.get(together).position().offset()
                      : head.offset() + 1;
              return report(topic, after, before, head).compose(told -> newest(topic, head, limit));
            });
  }

  /** The number of publications that follow the offset without a hole. */
  private static int together(List<Publication> page, long after) {
    int count = 0;
    while (count < page.size() && page.get(count).position().offset() == after + count + 1) {
      count++;
    }
    return count;
  }

  /**
   * Reports a hole, unless trimming explains it. Trimming removes the oldest entries and never the
   * newest; other missing entries were deleted.
   */
  private Future<Void> report(Topic topic, long after, long before, Position head) {
    return entries
        .oldest(topic)
        .map(
            oldest -> {
              // All entries of a topic that is not the feed's own may have been trimmed.
              boolean allTrimmed = oldest == Long.MAX_VALUE && !feed.isOwn(topic);
              if (!allTrimmed && (oldest <= after || before > head.offset())) {
                holes.found(topic.name(), after, before);
              }
              return null;
            });
  }
}
