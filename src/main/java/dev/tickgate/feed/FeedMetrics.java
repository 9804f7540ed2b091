package dev.tickgate.feed;

/** What happens to one feed; called on its poller's event loop. */
public interface FeedMetrics {
  FeedMetrics NONE = new FeedMetrics() {};

  default void published(int count) {}

  default void dropped(DropReason reason, int count) {}

  /** One look at the table, with the delivery of what it found. */
  default void pollTook(long nanos) {}

  default void pollFailed() {}

  /** Whether the table cannot be read as the feed is configured. */
  default void misconfigured(boolean is) {}

  /**
   * Rows that were committed further behind the newest key than the look-back, and not published.
   */
  default void late(int count) {}

  /** The lease was taken, and something failed before the feed was led. */
  default void takeoverFailed() {}

  /** Entries in the middle of the journal are gone. */
  default void journalHole() {}

  /** Entries of the journal that are no publications, and were left out. */
  default void unpublishable(int count) {}

  default void leading(long term) {}

  default void standby() {}
}
