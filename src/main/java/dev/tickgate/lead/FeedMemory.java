package dev.tickgate.lead;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest publications of a feed, by sequence number and by topic; bounded by count and bytes.
 * The oldest are removed first. Confined to the poller's event loop.
 */
final class FeedMemory {
  private final Publication[] ring;
  private final long mostBytes;
  private final Map<Topic, TopicTail> topics = new HashMap<>();
  // The sequence numbers of the oldest publication in memory, and of the next one to add.
  private long first;
  private long next;
  private long bytes;

  FeedMemory(int capacity, long mostBytes) {
    this.ring = new Publication[capacity];
    this.mostBytes = mostBytes;
  }

  /** Removes all publications; the next one follows the given sequence number. */
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

  /** The topic's newest publications, at least one; empty where the memory has none. */
  Optional<TopicTail> topic(Topic topic) {
    return Optional.ofNullable(topics.get(topic));
  }

  /** Whether it has all publications after that sequence number. */
  boolean reaches(long seq) {
    return seq >= first - 1 && seq < next;
  }

  /**
   * The oldest publications after a sequence number that it reaches.
   *
   * @param limit the maximum number of publications
   * @param limitBytes the maximum size of the publications; the first one may exceed it
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
