package dev.tickgate.bus;

/** The state of a feed's source, as its leader reports it. */
public enum FeedState {
  /** The source answers, and no other process can lead. */
  LIVE,
  /**
   * The source does not answer; the leader tries again, and resumes without loss. Another process
   * may lead now, so the head in its answer does not prove that nothing follows.
   */
  SOURCE_UNAVAILABLE,
  /** The source answers that the table cannot be read as the feed is configured. */
  MISCONFIGURED,
  /**
   * The exchange is not connected; the leader tries again. No other process can lead. The last
   * constant, because nodes exchange ordinals.
   */
  EXCHANGE_AWAY;

  /** Whether no other process can lead; then nothing follows the head in the leader's answer. */
  public boolean isCertain() {
    return this == LIVE || this == EXCHANGE_AWAY;
  }
}
