package dev.tickgate.replica;

import dev.tickgate.bus.SyncReply;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import java.util.List;
import java.util.Optional;

/**
 * The checked publications of one topic: decides whether a publication follows the newest one, and
 * whether an answer of the leader continues them. Confined to the event loop of its feed.
 */
final class ReplicaHistory {
  /** Publications of one answer of the leader. */
  static final int PAGE = 1000;

  /** The place of a publication relative to the newest one. */
  enum Order {
    KNOWN,
    FORMER_EPOCH,
    NEXT,
    /** The first of a topic that had none; no publication is missing before it. */
    FIRST,
    BEYOND
  }

  /** The relation of the leader's answer to the publications of this node. */
  enum Continuity {
    CONTINUES,
    /** The topic had no publication, and has another epoch now. */
    EPOCH_BEGINS,
    LOST
  }

  private final int capacity;
  private final History publications;

  /**
   * @param capacity publications that are kept
   */
  ReplicaHistory(int capacity) {
    this.capacity = capacity;
    this.publications = new History(capacity);
  }

  /** The newest position; empty before the first answer of a leader. */
  Optional<Position> head() {
    return publications.head();
  }

  boolean isEmpty() {
    return publications.size() == 0;
  }

  /** The newest publications, oldest first. */
  List<Publication> tail() {
    return publications.tail(capacity);
  }

  Order order(Position position) {
    Optional<Position> newest = head();
    if (newest.isEmpty()) {
      return Order.BEYOND;
    }
    Position head = newest.get();
    if (head.epoch() != position.epoch()) {
      if (position.epoch() < head.epoch()) {
        return Order.FORMER_EPOCH;
      }
      return head.offset() == 0 && position.offset() == 1 ? Order.FIRST : Order.BEYOND;
    }
    long ahead = position.offset() - head.offset();
    if (ahead <= 0) {
      return Order.KNOWN;
    }
    return ahead == 1 ? Order.NEXT : Order.BEYOND;
  }

  void append(Publication next) {
    publications.append(next);
  }

  void restart(Position beginning) {
    publications.restart(beginning);
  }

  /**
   * The number of publications to request from the leader. A larger memory is filled from its
   * beginning, a page at a time: the first answer defines that beginning.
   */
  int limit() {
    if (head().isPresent()) {
      return PAGE;
    }
    return capacity <= PAGE ? capacity : 0;
  }

  /**
   * @param asked the newest position when the leader was asked; the bus may have brought more since
   */
  Continuity continuity(SyncReply reply, Position asked) {
    Position head = head().orElseThrow();
    if (head.offset() == 0 && first(reply).offset() <= 1 && reply.head().epoch() > head.epoch()) {
      return Continuity.EPOCH_BEGINS;
    }
    if (head.epoch() != reply.head().epoch() || asked.offset() > reply.head().offset()) {
      return Continuity.LOST;
    }
    List<Publication> page = reply.publications();
    // An empty page, though the leader is ahead: it no longer has the missing publications.
    boolean missing =
        page.isEmpty()
            ? asked.offset() < reply.head().offset()
            : page.get(0).position().offset() > head.offset() + 1;
    return missing ? Continuity.LOST : Continuity.CONTINUES;
  }

  private static Position first(SyncReply reply) {
    return reply.publications().isEmpty() ? reply.head() : reply.publications().get(0).position();
  }

  /** Drops all publications and restarts before those of the leader's answer. */
  void restartAt(SyncReply reply) {
    restart(new Position(reply.head().epoch(), beginning(reply)));
  }

  private long beginning(SyncReply reply) {
    if (!reply.publications().isEmpty()) {
      return reply.publications().get(0).position().offset() - 1;
    }
    // The first request of a large memory asks for no publications.
    return head().isEmpty() && capacity > PAGE
        ? Math.max(0, reply.head().offset() - capacity)
        : reply.head().offset();
  }
}
