package dev.tickgate.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest publications of one topic, of one epoch and without holes; bounded by count, the
 * oldest leave first. Confined to one thread.
 */
public final class History {
  private final Publication[] ring;
  // Publications ever appended in this epoch; the newest stands at (count - 1) % ring.length.
  private long count;

  public History(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
    }
    ring = new Publication[capacity];
  }

  /**
   * Adds the successor of the newest one. A publication of another epoch empties the memory first.
   *
   * @throws IllegalStateException where it is not the successor: a hole may never get in here
   */
  public void append(Publication publication) {
    Publication newest = newestOrNull();
    if (newest != null) {
      if (newest.position().epoch() != publication.position().epoch()) {
        clear();
      } else if (!newest.position().next().equals(publication.position())) {
        throw new IllegalStateException(publication + " does not follow " + newest);
      }
    }
    ring[(int) (count++ % ring.length)] = publication;
  }

  public void clear() {
    Arrays.fill(ring, null);
    count = 0;
  }

  public Optional<Publication> newest() {
    return Optional.ofNullable(newestOrNull());
  }

  public int size() {
    return (int) Math.min(count, ring.length);
  }

  /** The newest {@code limit} publications, oldest first. */
  public List<Publication> tail(int limit) {
    int n = Math.min(limit, size());
    List<Publication> tail = new ArrayList<>(n);
    for (long i = count - n; i < count; i++) {
      tail.add(ring[(int) (i % ring.length)]);
    }
    return tail;
  }

  /** What followed that position. */
  public Recovery since(Position position) {
    Publication newest = newestOrNull();
    if (newest == null
        || position.epoch() != newest.position().epoch()
        || position.offset() > newest.position().offset()) {
      return new Recovery.Reset();
    }
    long missed = newest.position().offset() - position.offset();
    return missed <= size() ? new Recovery.Complete(tail((int) missed)) : new Recovery.Beyond();
  }

  private Publication newestOrNull() {
    return count == 0 ? null : ring[(int) ((count - 1) % ring.length)];
  }
}
