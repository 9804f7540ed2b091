package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import java.util.Optional;

/**
 * A leadership, as it was taken.
 *
 * @param topicEpoch of topics that were never published to
 * @param head the newest sequence number in the journal; 0 where there is none
 * @param cursor empty where the feed has never read its table
 * @param wentBack whether a new epoch began because the database was behind what was known
 */
public record Term(
    long number,
    long epoch,
    long topicEpoch,
    long head,
    Optional<Cursor> cursor,
    boolean wentBack) {
  // No leadership has it: what is written under it changes nothing.
  private static final long NONE = -1;

  /** The feed's epoch and sequence number. */
  public Position position() {
    return new Position(epoch, head);
  }

  /** The same, of nobody. */
  public Term rehearsed() {
    return new Term(NONE, epoch, topicEpoch, head, cursor, false);
  }
}
