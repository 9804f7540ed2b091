package dev.tickgate.market;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The candles of some ticks of one topic, at all intervals; ticks may be added in any order. Not
 * thread safe.
 */
public final class CandleSet {
  private final TradingDay days;
  // Buckets of all intervals consist of whole seconds, so the prices of a tick are compared only
  // once.
  private final Map<Instant, Candle> seconds = new HashMap<>();

  public CandleSet(TradingDay days) {
    this.days = days;
  }

  /**
   * Counts a tick.
   *
   * @param offset the offset of the tick in its topic; unique
   */
  public void add(Tick tick, long offset) {
    Instant second = CandleInterval.SECOND.bucket(tick.timestamp(), days);
    seconds.merge(second, Candle.of(second, tick, offset), Candle::merge);
  }

  /** The candles by interval, in no order. */
  public Map<CandleInterval, Collection<Candle>> candles() {
    Map<CandleInterval, Collection<Candle>> candles = new EnumMap<>(CandleInterval.class);
    for (CandleInterval interval : CandleInterval.values()) {
      candles.put(interval, candles(interval));
    }
    return candles;
  }

  private Collection<Candle> candles(CandleInterval interval) {
    Map<Instant, Candle> found = new HashMap<>();
    for (Candle second : seconds.values()) {
      Instant bucket = interval.bucket(second.time(), days);
      found.merge(bucket, second.at(bucket), Candle::merge);
    }
    return found.values();
  }
}
