package dev.tickgate.bus;

import dev.tickgate.stream.Publication;
import java.util.List;

/**
 * Publications of a feed in the order of its sequence, as the leader sends them to the gateways.
 *
 * @param term the number of the leadership
 * @param epoch the epoch of the feed's sequence
 * @param leadership a random number of that leadership, because a restored database assigns terms
 *     again
 * @param begin the feed's sequence number when that leadership began; its first publication got the
 *     next one
 * @param first the sequence number of the first publication; the others have consecutive numbers
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

  /** Whether the batch only announces that the leader answers from now on. */
  public boolean isAnnouncement() {
    return publications.isEmpty();
  }

  /** The sequence number of the last publication. */
  public long last() {
    return first + publications.size() - 1;
  }
}
