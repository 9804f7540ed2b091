package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import java.util.Optional;

/**
 * A leadership, as it was taken.
 *
 * @param head the newest offset in the journal; 0 where there is none
 * @param cursor empty where the feed has never read its table
 * @param wentBack whether a new epoch began because the database was behind what was known
 */
public record Term(long number, long epoch, long head, Optional<Cursor> cursor, boolean wentBack) {
  // No leadership has it: what is written under it changes nothing.
  private static final long NONE = -1;

  public Position position() {
    return new Position(epoch, head);
  }

  /** The same, of nobody. */
  public Term rehearsed() {
    return new Term(NONE, epoch, head, cursor, false);
  }
}
