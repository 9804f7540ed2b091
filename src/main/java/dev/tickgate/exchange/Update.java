package dev.tickgate.exchange;

import dev.tickgate.lead.Draft;
import java.time.Instant;
import java.util.Optional;

/**
 * Data of one subject.
 *
 * @param content equal for the same data of two connections
 * @param sequence increases; -1 where the exchange gives none
 * @param time of the exchange; it orders data without a sequence number
 */
record Update(Object content, long sequence, Optional<Instant> time, Draft draft) {
  boolean isNumbered() {
    return sequence >= 0;
  }
}
