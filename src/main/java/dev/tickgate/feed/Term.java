package dev.tickgate.feed;

import java.util.Optional;

/**
 * A leadership, as it was taken.
 *
 * @param head the newest offset in the journal; 0 where there is none
 * @param cursor empty where the feed has never read its table
 */
record Term(long number, long epoch, long head, Optional<Cursor> cursor) {
  // No leadership has it: what is written under it changes nothing.
  private static final long NONE = -1;

  /** The same, of nobody. */
  Term rehearsed() {
    return new Term(NONE, epoch, head, cursor);
  }
}
