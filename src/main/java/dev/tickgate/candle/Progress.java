package dev.tickgate.candle;

import dev.tickgate.stream.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * The place in the journal of a feed up to which ticks are counted in the stored candles.
 *
 * @param stored the place as it is stored; empty before the first
 * @param source the definition of the feed whose journal it is
 * @param at the place behind which the journal is to be read
 * @param floor ticks up to that time are counted already, from a journal before this one
 */
record Progress(Optional<Position> stored, String source, Position at, Optional<Instant> floor) {

  /** After what was read up to that place is stored. */
  Progress reached(Position end) {
    return new Progress(Optional.of(end), source, end, floor);
  }

  /** Whether the beginning of the journal is the beginning of what is counted. */
  boolean isAtBegin() {
    return at.offset() == 0;
  }

  /** Whether a tick of that time is not counted yet. */
  boolean counts(Instant timestamp) {
    return floor.filter(counted -> !timestamp.isAfter(counted)).isEmpty();
  }
}
