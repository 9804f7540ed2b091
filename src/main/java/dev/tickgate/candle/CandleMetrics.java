package dev.tickgate.candle;

/** Events of candles, for operators; called on the leader's event loop. */
public interface CandleMetrics {
  CandleMetrics NONE = new CandleMetrics() {};

  /** Series that somebody subscribes to. */
  default void viewed(int series) {}

  /**
   * Ticks were counted, and their candles stored.
   *
   * @param nanos how long the transaction took
   */
  default void written(int ticks, int candles, long nanos) {}

  /**
   * Publications that the journals of a feed have behind the place that was reached.
   *
   * @param feed of the ticks
   */
  default void behind(String feed, long publications) {}

  /** Publications had left the journal before they were counted: their candles lack them. */
  default void missed(long publications) {}

  /** Candles were published. */
  default void published(int count) {}

  /** Candles were removed, because their retention is over. */
  default void purged(long candles) {}
}
