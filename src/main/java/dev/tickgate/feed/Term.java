package dev.tickgate.feed;

import java.util.Optional;

/**
 * A leadership, as it was taken.
 *
 * @param head the newest offset in the journal; 0 where there is none
 * @param cursor empty where the feed has never read its table
 */
record Term(long number, long epoch, long head, Optional<Cursor> cursor) {}
