package dev.tickgate.candle;

import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.TradingDay;
import dev.tickgate.stream.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The settings of candles.
 *
 * @param days the time at which the buckets of one day begin
 * @param retention for how long the candles of each interval are kept, from the beginning of their
 *     buckets
 */
public record CandleSettings(TradingDay days, Map<CandleInterval, Duration> retention) {
  /** The name of the feed; a feed of a table cannot have it. */
  public static final String FEED = "candles";

  public static final TopicFilter TOPICS = new TopicFilter("candles.*");

  public CandleSettings {
    retention = Map.copyOf(retention);
  }

  /** The time before which no candle of the interval is kept. */
  Instant oldest(CandleInterval interval, Instant now) {
    return now.minus(retention.get(interval));
  }
}
