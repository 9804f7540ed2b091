package dev.tickgate.lead;

/** Events of a feed's leadership, for operators; called on the poller's event loop. */
public interface LeadershipMetrics extends PublishingMetrics {
  LeadershipMetrics NONE = new LeadershipMetrics() {};

  default void leading(long term) {}

  default void standby() {}

  /** The coordination database failed, or refused. */
  default void coordinationFailed() {}

  /** The process took the lease, but failed before it could lead. */
  default void takeoverFailed() {}
}
