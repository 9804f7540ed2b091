package dev.tickgate.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest publications of one topic, in one epoch and without gaps. Bounded by count; the oldest
 * are dropped first. Confined to one thread.
 */
public final class History {
  private static final int START = 16;

  private final int capacity;
  // Grows up to the capacity, which most topics never need.
  private Publication[] ring = new Publication[0];
  // Publications appended since the restart; the newest is at (count - 1) % capacity.
  private long count;
  // The newest position; null before the first restart or publication.
  private Position head;

  public History(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
    }
    this.capacity = capacity;
  }

  /** Drops all publications and continues after that position. */
  public void restart(Position position) {
    ring = new Publication[0];
    count = 0;
    head = position;
  }

  /**
   * Adds the successor of the newest publication. The first publication of all may have any
   * position.
   *
   * @throws IllegalStateException where it is not the successor; the history must have no gap
   */
  public void append(Publication publication) {
    if (head != null && !head.next().equals(publication.position())) {
      throw new IllegalStateException(publication + " does not follow " + head);
    }
    int at = (int) (count++ % capacity);
    if (at == ring.length) {
      ring = Arrays.copyOf(ring, Math.min(capacity, Math.max(START, 2 * at)));
    }
    ring[at] = publication;
    head = publication.position();
  }

  /** The newest position, even if its publication is not kept. */
  public Optional<Position> head() {
    return Optional.ofNullable(head);
  }

  /** The position before the oldest publication that is kept. */
  public Optional<Position> begin() {
    return head().map(newest -> new Position(newest.epoch(), newest.offset() - size()));
  }

  public Optional<Publication> newest() {
    return count == 0 ? Optional.empty() : Optional.of(ring[(int) ((count - 1) % capacity)]);
  }

  public int size() {
    return (int) Math.min(count, capacity);
  }

  /** The newest {@code limit} publications, oldest first. */
  public List<Publication> tail(int limit) {
    return range(count - Math.min(limit, size()), count);
  }

  private List<Publication> range(long from, long to) {
    List<Publication> range = new ArrayList<>((int) (to - from));
    for (long i = from; i < to; i++) {
      range.add(ring[(int) (i % capacity)]);
    }
    return range;
  }

  /**
   * Returns the publications after a position.
   *
   * @param limit the maximum number of publications; the oldest are returned
   */
  public Recovery since(Position position, int limit) {
    if (head == null || position.epoch() < head.epoch()) {
      return new Recovery.Reset();
    }
    if (position.epoch() > head.epoch() || position.offset() > head.offset()) {
      return new Recovery.Ahead();
    }
    long missed = head.offset() - position.offset();
    if (missed > size()) {
      return new Recovery.Beyond();
    }
    long from = count - missed;
    return new Recovery.Complete(range(from, from + Math.min(missed, limit)));
  }
}
