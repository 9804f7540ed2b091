package dev.tickgate.feed;

import dev.tickgate.lead.LeadershipMetrics;

/** Events of one feed, for operators; called on its poller's event loop. */
public interface FeedMetrics extends LeadershipMetrics {
  FeedMetrics NONE = new FeedMetrics() {};

  default void dropped(DropReason reason, int count) {}

  /** A look at the table ended, with the delivery of its rows. */
  default void pollTook(long nanos) {}

  default void pollFailed() {}

  /** Whether the table cannot be read as the feed is configured. */
  default void misconfigured(boolean is) {}

  /**
   * Rows that were committed further behind the newest key than the look-back, and not published.
   */
  default void late(int count) {}

  @Override
  default void coordinationFailed() {
    pollFailed();
  }
}
