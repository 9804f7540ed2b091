package dev.tickgate.candle;

/** Events of candles, for operators; called on the leader's event loop. */
public interface CandleMetrics {
  CandleMetrics NONE = new CandleMetrics() {};

  /** The number of series that have subscribers. */
  default void viewed(int series) {}

  /**
   * Ticks were counted, and their candles stored.
   *
   * @param nanos how long the transaction took
   */
  default void written(int ticks, int candles, long nanos) {}

  /**
   * The number of publications in the journal of a feed that have not been read yet.
   *
   * @param feed the feed of the ticks
   */
  default void behind(String feed, long publications) {}

  /**
   * Publications were removed from the journal before they were counted. Their candles lack them.
   */
  default void missed(long publications) {}

  /** Candles were published. */
  default void published(int count) {}

  /** Candles were removed after their retention. */
  default void purged(long candles) {}
}
