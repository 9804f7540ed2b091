package dev.tickgate.lead;

import dev.tickgate.bus.FeedBatch;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Creates the sequencers of a feed, one for each leadership.
 *
 * @param length the length of the lease
 */
public record Sequencers(
    FeedIdentity feed, Lease lease, Journal journal, Duration length, LongSupplier nanos) {
  /**
   * Creates the sequencer of one leadership.
   *
   * @param taken when the lease was requested, in nanoseconds of the JVM's clock
   * @param bus receives the batches to publish
   */
  Sequencer create(
      Term term,
      long taken,
      Consumer<FeedBatch> bus,
      PublishingMetrics metrics,
      SequencerListener listener) {
    return feed.journaled()
        ? new JournalSequencer(
            feed, term, length, taken, bus, lease, journal, metrics, nanos, listener)
        : new MemorySequencer(feed, term, taken, bus, lease, metrics, nanos, listener);
  }
}
