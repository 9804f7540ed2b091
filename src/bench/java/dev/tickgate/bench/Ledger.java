package dev.tickgate.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The sequence numbers that one connection has received of its topic. Confined to the event loop of
 * the connection.
 */
final class Ledger {
  // Beyond this number the oldest holes are dropped, and their publications stay lost.
  private static final int MAX_HOLES = 1000;

  // The next expected number; zero before the first publication.
  private long next;
  private long received;
  private long lost;
  private long duplicated;
  private long reordered;
  private long skipped;
  private final List<Hole> holes = new ArrayList<>(0);

  /** A range of numbers that were not received, both ends included. */
  private record Hole(long first, long last) {
    boolean contains(long seq) {
      return seq >= first && seq <= last;
    }
  }

  /**
   * Counts a publication.
   *
   * @param saysSkipped the number of publications that it reports as skipped before it
   */
  void heard(long seq, long saysSkipped) {
    received++;
    if (seq == next || next == 0) {
      next = seq + 1;
    } else if (seq > next) {
      passOver(seq, saysSkipped);
      next = seq + 1;
    } else {
      late(seq);
    }
  }

  private void passOver(long seq, long saysSkipped) {
    long toldOf = Math.min(saysSkipped, seq - next);
    skipped += toldOf;
    long silent = seq - next - toldOf;
    if (silent > 0) {
      lost += silent;
      if (holes.size() == MAX_HOLES) {
        holes.remove(0);
      }
      holes.add(new Hole(next, next + silent - 1));
    }
  }

  private void late(long seq) {
    for (int i = 0; i < holes.size(); i++) {
      Hole hole = holes.get(i);
      if (hole.contains(seq)) {
        holes.remove(i);
        if (seq < hole.last) {
          holes.add(i, new Hole(seq + 1, hole.last));
        }
        if (seq > hole.first) {
          holes.add(i, new Hole(hole.first, seq - 1));
        }
        lost--;
        reordered++;
        return;
      }
    }
    duplicated++;
  }

  boolean isEmpty() {
    return next == 0;
  }

  /** Whether this number or a later one has been received. */
  boolean reaches(long seq) {
    return next > seq;
  }

  /**
   * The number of publications that did not arrive.
   *
   * @param last the last number that was published
   */
  long lost(long last) {
    return lost + Math.max(0, last + 1 - next);
  }

  /** The number of all publications that arrived, including duplicates. */
  long received() {
    return received;
  }

  long duplicated() {
    return duplicated;
  }

  long reordered() {
    return reordered;
  }

  /** The number of publications that the server reported as skipped. */
  long skipped() {
    return skipped;
  }
}
