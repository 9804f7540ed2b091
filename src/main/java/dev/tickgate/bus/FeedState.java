package dev.tickgate.bus;

/** How a feed's leader finds its source. */
public enum FeedState {
  /** The source answers, and nobody else can lead. */
  LIVE,
  /**
   * The source does not answer; the leader tries again, and resumes without loss. Another may lead
   * by now, so what it says of the head is no proof that nothing follows.
   */
  SOURCE_UNAVAILABLE,
  /** The source answers that the table cannot be read as the feed is configured. */
  MISCONFIGURED,
  /**
   * The exchange is not connected; the leader tries again. Nobody else can lead. At the end,
   * because nodes tell each other the ordinal.
   */
  EXCHANGE_AWAY;

  /** Whether nobody else can lead: then nothing follows the head that the leader names. */
  public boolean isCertain() {
    return this == LIVE || this == EXCHANGE_AWAY;
  }
}
