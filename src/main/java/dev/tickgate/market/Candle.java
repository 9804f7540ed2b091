package dev.tickgate.market;

import java.time.Instant;

/**
 * The prices of the ticks of one bucket. Open is the price of the earliest tick and close that of
 * the latest, by {@link TickKey}, in whatever order the ticks arrive.
 *
 * @param time the beginning of the bucket
 * @param first the earliest tick
 * @param last the latest tick
 * @param ticks at least 1
 */
public record Candle(
    Instant time, TickKey first, TickKey last, long ticks, Ohlc bid, Ohlc ask, Ohlc mid) {
  public Candle {
    if (ticks < 1 || first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "not a candle: %d ticks, %s, %s".formatted(ticks, first, last));
    }
  }

  /**
   * Returns the candle of one tick.
   *
   * @param time the beginning of its bucket
   * @param offset the offset of the tick in its topic
   */
  static Candle of(Instant time, Tick tick, long offset) {
    TickKey key = new TickKey(tick.timestamp(), offset);
    return new Candle(
        time, key, key, 1, Ohlc.of(tick.bid()), Ohlc.of(tick.ask()), Ohlc.of(tick.mid()));
  }

  /** The prices of one side. */
  public Ohlc prices(PriceSide side) {
    return switch (side) {
      case BID -> bid;
      case ASK -> ask;
      case MID -> mid;
    };
  }

  /**
   * Returns a candle of these ticks and those of another candle of the bucket; no tick may be in
   * both.
   */
  Candle merge(Candle other) {
    Candle opens = first.compareTo(other.first) <= 0 ? this : other;
    Candle closes = last.compareTo(other.last) >= 0 ? this : other;
    return new Candle(
        time,
        opens.first,
        closes.last,
        ticks + other.ticks,
        bid.with(other.bid, opens.bid, closes.bid),
        ask.with(other.ask, opens.ask, closes.ask),
        mid.with(other.mid, opens.mid, closes.mid));
  }

  /** Returns a candle of the same ticks in a longer bucket. */
  Candle at(Instant bucket) {
    return new Candle(bucket, first, last, ticks, bid, ask, mid);
  }
}
