package dev.tickgate.recorder;

import dev.tickgate.protocol.QuoteMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A row of the table.
 *
 * @param second the time of the row, without a fraction
 */
record SecondRow(Instant second, Course bid, Course ask) {
  static SecondRow of(QuoteMessage quote) {
    return new SecondRow(
        quote.time().truncatedTo(ChronoUnit.SECONDS),
        Course.of(quote.bid()),
        Course.of(quote.ask()));
  }

  /** Returns this row with a later quote of the same second. */
  SecondRow and(SecondRow later) {
    return new SecondRow(second, bid.and(later.bid), ask.and(later.ask));
  }
}
