package dev.tickgate.feed;

/** What happens to one feed; called on its poller's event loop. */
public interface FeedMetrics {
  FeedMetrics NONE = new FeedMetrics() {};

  default void published(int count) {}

  default void dropped(DropReason reason, int count) {}

  /** One look at the table, with the delivery of what it found. */
  default void pollTook(long nanos) {}

  default void pollFailed() {}

  /**
   * Rows that were committed further behind the newest key than the look-back, and not published.
   */
  default void late(int count) {}

  default void leading(long term) {}

  default void standby() {}
}
