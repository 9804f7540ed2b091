package dev.tickgate.candle;

import dev.tickgate.stream.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * The position in the journal of a feed up to which ticks are counted in the stored candles.
 *
 * @param stored the stored position; empty before the first one
 * @param source the definition of the feed with the journal
 * @param at the position after which the journal is read next
 * @param floor the time up to which ticks are already counted from an earlier journal; empty for
 *     none
 */
record Progress(Optional<Position> stored, String source, Position at, Optional<Instant> floor) {

  /** The progress after the ticks up to that position are stored. */
  Progress reached(Position end) {
    return new Progress(Optional.of(end), source, end, floor);
  }

  /** Whether the journal is read from its beginning. */
  boolean isAtBegin() {
    return at.offset() == 0;
  }

  /** Whether a tick of that time has not been counted from an earlier journal. */
  boolean counts(Instant timestamp) {
    return floor.filter(counted -> !timestamp.isAfter(counted)).isEmpty();
  }
}
