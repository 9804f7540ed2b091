package dev.tickgate.lead;

/** Events of a journal and of its publications; called on the leader's event loop. */
public interface PublishingMetrics {
  PublishingMetrics NONE = new PublishingMetrics() {};

  default void published(int count) {}

  /** Entries of the journal are missing, although they were not trimmed. */
  default void journalHole() {}

  /** Entries of the journal are no JSON objects and were skipped. */
  default void unpublishable(int count) {}
}
