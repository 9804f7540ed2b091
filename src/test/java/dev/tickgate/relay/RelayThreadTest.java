package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class RelayThreadTest {
  private static final IllegalStateException CAUSE = new IllegalStateException("a cause");

  @Test
  void aReasonHasEachSentenceOnce() {
    assertThat(RelayThread.reason(new KafkaException("no consumer", CAUSE)))
        .isEqualTo(
            "org.apache.kafka.common.KafkaException: no consumer:"
                + " java.lang.IllegalStateException: a cause");
    assertThat(RelayThread.reason(new ExecutionException(CAUSE)))
        .isEqualTo("java.lang.IllegalStateException: a cause");
  }
}
