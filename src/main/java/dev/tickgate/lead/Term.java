package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import java.util.Optional;

/**
 * The state of a feed when a leadership begins.
 *
 * @param topicEpoch the epoch of topics that were never published to
 * @param head the newest sequence number in the journal; 0 where there is none
 * @param cursor empty where the feed has never read its table
 * @param wentBack whether a new epoch began because the database was behind the known term or
 *     position
 */
public record Term(
    long number,
    long epoch,
    long topicEpoch,
    long head,
    Optional<Cursor> cursor,
    boolean wentBack) {
  // No leadership has this term, so statements with it change nothing.
  private static final long NONE = -1;

  /** The feed's epoch and sequence number. */
  public Position position() {
    return new Position(epoch, head);
  }

  /** Returns the same state with a term that no process has. */
  public Term rehearsed() {
    return new Term(NONE, epoch, topicEpoch, head, cursor, false);
  }
}
