package dev.tickgate.lead;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest publications of a feed, by sequence number and by topic; bounded by count and bytes,
 * the oldest leave first. Confined to the poller's event loop.
 */
final class FeedMemory {
  private final Publication[] ring;
  private final long mostBytes;
  private final Map<Topic, TopicTail> topics = new HashMap<>();
  // Sequence numbers: of the oldest publication that is remembered, and of the next one.
  private long first;
  private long next;
  private long bytes;

  FeedMemory(int capacity, long mostBytes) {
    this.ring = new Publication[capacity];
    this.mostBytes = mostBytes;
  }

  /** Forgets everything and goes on behind that sequence number. */
  void restart(long head) {
    topics.clear();
    first = head + 1;
    next = head + 1;
    bytes = 0;
  }

  void add(Publication publication) {
    if (next - first == ring.length) {
      forgetOldest();
    }
    ring[slot(next++)] = publication;
    bytes += publication.json().length;
    topics.computeIfAbsent(publication.topic(), topic -> new TopicTail()).add(publication);
    while (bytes > mostBytes && next - first > 1) {
      forgetOldest();
    }
  }

  private int slot(long seq) {
    return (int) (seq % ring.length);
  }

  private void forgetOldest() {
    Publication oldest = ring[slot(first)];
    ring[slot(first++)] = null;
    bytes -= oldest.json().length;
    TopicTail tail = topics.get(oldest.topic());
    tail.forget(oldest);
    if (tail.isEmpty()) {
      topics.remove(oldest.topic());
    }
  }

  /** The newest sequence number. */
  long head() {
    return next - 1;
  }

  /** The topic's newest publications, at least one; empty where none is remembered. */
  Optional<TopicTail> topic(Topic topic) {
    return Optional.ofNullable(topics.get(topic));
  }

  /** Whether it has all publications behind that sequence number. */
  boolean reaches(long seq) {
    return seq >= first - 1 && seq < next;
  }

  /**
   * The oldest publications behind a sequence number that it reaches.
   *
   * @param limit so many at most
   * @param limitBytes so many bytes at most, but at least one publication
   */
  List<Publication> after(long seq, int limit, long limitBytes) {
    List<Publication> publications = new ArrayList<>();
    long left = limitBytes;
    for (long at = seq + 1; at < next && publications.size() < limit; at++) {
      Publication publication = ring[slot(at)];
      left -= publication.json().length;
      if (left < 0 && !publications.isEmpty()) {
        break;
      }
      publications.add(publication);
    }
    return publications;
  }
}
