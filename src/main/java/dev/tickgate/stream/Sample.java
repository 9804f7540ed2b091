package dev.tickgate.stream;

import java.time.Instant;

/**
 * The mid prices of one interval, thinned to those a chart can show.
 *
 * @param first when the first of them was quoted
 * @param last when the last of them was quoted
 * @param open the first
 * @param mid the last
 * @param count how many there were
 */
public record Sample(
    Instant first, Instant last, double open, double mid, double high, double low, long count) {

  /** Both, where this one was published before. */
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
