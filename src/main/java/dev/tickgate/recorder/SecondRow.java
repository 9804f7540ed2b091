package dev.tickgate.recorder;

import java.time.Instant;

/**
 * A row of the table.
 *
 * @param second the time of the row, without a fraction
 */
record SecondRow(Instant second, Course bid, Course ask) {
  /** The row with a later quote of its second. */
  SecondRow and(SecondRow later) {
    return new SecondRow(second, bid.and(later.bid), ask.and(later.ask));
  }
}
