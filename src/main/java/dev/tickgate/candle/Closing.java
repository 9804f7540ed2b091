package dev.tickgate.candle;

import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.TradingDay;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides when a bucket is over by the clock. A bucket with a later one is over anyway.
 *
 * @param days when the buckets of one day begin
 */
record Closing(TradingDay days) {
  // Its last ticks are still on their way through the table and the journal.
  private static final Duration SETTLING = Duration.ofSeconds(1);

  boolean isOver(CandleInterval interval, Instant bucket, Instant now) {
    return !interval.end(bucket, days).plus(SETTLING).isAfter(now);
  }
}
