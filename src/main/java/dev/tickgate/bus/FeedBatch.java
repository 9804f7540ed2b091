package dev.tickgate.bus;

import dev.tickgate.stream.Publication;
import java.util.List;

/**
 * Publications of a feed in the order of its sequence, as the leader sends them to the gateways.
 *
 * @param term the number of the leadership
 * @param epoch of the feed's sequence
 * @param leadership a random number of that leadership: a restored database assigns terms again
 * @param begin the feed's sequence number when that leadership began: the next one was its first
 * @param first the sequence number of the first one; each of the others has the next number
 */
public record FeedBatch(
    long term,
    long leadership,
    long epoch,
    long begin,
    long first,
    List<Publication> publications) {
  public FeedBatch {
    publications = List.copyOf(publications);
  }

  /** Whether it tells that the leader answers from now on, and nothing else. */
  public boolean isAnnouncement() {
    return publications.isEmpty();
  }

  /** The sequence number of the last one. */
  public long last() {
    return first + publications.size() - 1;
  }
}
