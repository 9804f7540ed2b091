package dev.tickgate.exchange;

import dev.tickgate.lead.Draft;
import java.time.Instant;
import java.util.Optional;

/**
 * Data of one subject.
 *
 * @param content equal for the same data from two connections
 * @param sequence an increasing number; -1 where the exchange sends none
 * @param time the time of the exchange, which orders data without sequence numbers
 */
record Update(Object content, long sequence, Optional<Instant> time, Draft draft) {
  boolean isNumbered() {
    return sequence >= 0;
  }
}
