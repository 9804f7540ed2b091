package dev.tickgate.stream;

import java.time.Instant;

/**
 * The mid prices of one interval, reduced to those that a chart can show.
 *
 * @param first the time of the first price
 * @param last the time of the last price
 * @param open the first price
 * @param mid the last price
 * @param count the number of prices
 */
public record Sample(
    Instant first, Instant last, double open, double mid, double high, double low, long count) {

  /** Returns the sample of both; this one must have been published before the other. */
  public Sample then(Sample next) {
    return new Sample(
        first.isBefore(next.first) ? first : next.first,
        last.isAfter(next.last) ? last : next.last,
        open,
        next.mid,
        Math.max(high, next.high),
        Math.min(low, next.low),
        count + next.count);
  }
}
