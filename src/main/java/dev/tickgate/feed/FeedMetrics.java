package dev.tickgate.feed;

import dev.tickgate.lead.PublishingMetrics;

/** Events of one feed, for operators; called on its poller's event loop. */
public interface FeedMetrics extends PublishingMetrics {
  FeedMetrics NONE = new FeedMetrics() {};

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

  default void leading(long term) {}

  default void standby() {}
}
