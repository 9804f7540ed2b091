package dev.tickgate.candle;

import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.TradingDay;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides by the clock whether a bucket is over. A bucket that a later one follows is over in any
 * case.
 *
 * @param days the time at which the buckets of one day begin
 */
record Closing(TradingDay days) {
  // The time that the last ticks of a bucket take through the table and the journal.
  private static final Duration SETTLING = Duration.ofSeconds(1);

  boolean isOver(CandleInterval interval, Instant bucket, Instant now) {
    return !interval.end(bucket, days).plus(SETTLING).isAfter(now);
  }
}
