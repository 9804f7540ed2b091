package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
  private static final Duration LENGTH = Duration.ofSeconds(3);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final LeaseWatch watch = new LeaseWatch(LENGTH, nanos::get);

  @Test
  void aRowThatStaysForTheLengthOfALeaseIsNotRenewed() {
    watch.saw("7");
    nanos.addAndGet(LENGTH.toNanos() - 1);
    watch.saw("7");
    assertThat(watch.unrenewed()).isEmpty();

    nanos.addAndGet(1);

    assertThat(watch.unrenewed()).contains("7");
  }

  @Test
  void eachRenewalBeginsAnew() {
    watch.saw("7");
    nanos.addAndGet(LENGTH.toNanos() - 1);
    watch.saw("8");
    nanos.addAndGet(LENGTH.toNanos() - 1);

    assertThat(watch.unrenewed()).isEmpty();
  }

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    nanos.addAndGet(LENGTH.toNanos());

    assertThat(watch.unrenewed()).isEmpty();
  }
}
