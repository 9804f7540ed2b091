package dev.tickgate.client;

import dev.tickgate.client.PublishResult.Published;
import dev.tickgate.client.PublishResult.Refused;
import java.util.concurrent.atomic.LongAdder;

/** The counts of a client. Any thread adds. */
final class Counters {
  private final LongAdder published = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder repeated = new LongAdder();

  void ended(PublishResult result, int payloads) {
    if (result instanceof Published) {
      published.add(payloads);
    } else if (result instanceof Refused) {
      refused.add(payloads);
    } else {
      failed.add(payloads);
    }
  }

  void repeated() {
    repeated.increment();
  }

  PublisherCounts counts(int inFlight) {
    return new PublisherCounts(
        published.sum(), refused.sum(), failed.sum(), repeated.sum(), inFlight);
  }
}
