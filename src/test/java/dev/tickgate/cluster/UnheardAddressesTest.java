package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnheardAddressesTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private final UnheardAddresses unheard = new UnheardAddresses(nanos::get);

  @Test
  void anAddressStaysUnheardUntilARegistrationChanges() {
    unheard.add("a", unheard.changes());
    unheard.add("b", unheard.changes());

    assertThat(unheard.has("a")).isTrue();
    unheard.changed("a");
    assertThat(unheard.has("a")).isFalse();
    assertThat(unheard.has("b")).isTrue();
    unheard.changed();
    assertThat(unheard.has("b")).isFalse();
  }

  @Test
  void anAnswerThatMayBeOlderThanAChangeIsNotBelieved() {
    long before = unheard.changes();
    unheard.changed("a");
    unheard.add("a", before);

    assertThat(unheard.has("a")).isFalse();
  }

  @Test
  void aChangeThatWasNotToldIsFoundInTheEnd() {
    unheard.add("a", unheard.changes());
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());

    assertThat(unheard.has("a")).isFalse();
  }
}
