package dev.tickgate.feed;

/** Events of the outbox, for operators; called on the event loop of its feed's leader. */
public interface OutboxMetrics {
  OutboxMetrics NONE = new OutboxMetrics() {};

  default void published(int rows) {}

  default void rejected(OutboxRejection reason) {}

  /** Whether this process reads the table and may remove rows. */
  default void up(boolean is) {}

  /** Rows that were found waiting. */
  default void waiting(long rows) {}

  /** Age of the oldest row that was found waiting. */
  default void oldest(double seconds) {}
}
