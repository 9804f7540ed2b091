package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The newest publications of one topic, without holes, that are in the leader's memory of the feed.
 * Confined to the poller's event loop.
 */
final class TopicTail {
  private static final int START = 4;

  private Publication[] ring = new Publication[START];
  private int first;
  private int size;

  void add(Publication publication) {
    if (size > 0 && !follows(publication)) {
      // The epoch changed, or an entry was deleted: the earlier publications do not precede this
      // one directly.
      clear();
    }
    if (size == ring.length) {
      grow();
    }
    ring[(first + size++) % ring.length] = publication;
  }

  private boolean follows(Publication publication) {
    return publication.position().equals(newest().position().next());
  }

  private void clear() {
    Arrays.fill(ring, null);
    size = 0;
  }

  private void grow() {
    Publication[] grown = new Publication[2 * ring.length];
    for (int i = 0; i < size; i++) {
      grown[i] = at(i);
    }
    ring = grown;
    first = 0;
  }

  private Publication at(int index) {
    return ring[(first + index) % ring.length];
  }

  /** Removes the oldest publication, if it is this one. */
  void forget(Publication oldest) {
    if (size > 0 && ring[first] == oldest) {
      ring[first] = null;
      first = (first + 1) % ring.length;
      size--;
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  Publication newest() {
    return at(size - 1);
  }

  Position head() {
    return newest().position();
  }

  /** The offset after which it has all publications. */
  long from() {
    return at(0).position().offset() - 1;
  }

  /** The oldest {@code limit} publications after an offset that is at least {@link #from()}. */
  List<Publication> after(long offset, int limit) {
    int begin = (int) Math.min(size, offset - from());
    int end = (int) Math.min(size, (long) begin + limit);
    List<Publication> publications = new ArrayList<>(end - begin);
    for (int i = begin; i < end; i++) {
      publications.add(at(i));
    }
    return publications;
  }

  /** The newest {@code limit} publications, the oldest first. */
  List<Publication> tail(int limit) {
    return after(head().offset() - Math.min(limit, size), limit);
  }
}
