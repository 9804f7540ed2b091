package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.feed.OutboxRejection;
import org.junit.jupiter.api.Test;

class OutboxMetersTest {
  @Test
  void rowsAreCountedByWhatBecameOfThem() {
    try (Meters meters = new Meters("test")) {
      OutboxMeters outbox = new OutboxMeters(meters);

      outbox.published(3);
      outbox.rejected(OutboxRejection.UNKNOWN_TOPIC);
      outbox.up(true);
      outbox.waiting(7);
      outbox.oldest(1.5);

      assertThat(meters.scrape())
          .contains("tickgate_outbox_published_total 3.0")
          .contains("tickgate_outbox_rejected_total{code=\"unknown_topic\"} 1.0")
          .contains("tickgate_outbox_rejected_total{code=\"invalid_key\"} 0.0")
          .contains("tickgate_outbox_up 1.0")
          .contains("tickgate_outbox_waiting 7.0")
          .contains("tickgate_outbox_oldest_seconds 1.5");
    }
  }
}
