package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final int PLACES = 1 << 16;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);

  @Test
  void aSecondsWorthMayComeAtOnceAndThenOneByOne() {
    RateLimit rate = new RateLimit(10, 1, PLACES, nanos::get, 42);

    assertThat(come(rate, "a", 15)).isEqualTo(10);
    assertThat(come(rate, "b", 15)).isEqualTo(10);
    nanos.addAndGet(250_000_000);
    assertThat(come(rate, "a", 15)).isEqualTo(2);
    nanos.addAndGet(10_000_000_000L);
    assertThat(come(rate, "a", 15)).isEqualTo(10);
  }

  @Test
  void aChargeIsPaidOffBeforeTheNextMayCome() {
    RateLimit rate = new RateLimit(10, 2, PLACES, nanos::get, 42);

    assertThat(come(rate, "a", 30)).isEqualTo(20);
    rate.charge("a", 10);
    nanos.addAndGet(1_000_000_000);
    assertThat(come(rate, "a", 30)).isZero();
    assertThat(rate.lets("a", 2)).isTrue();
    nanos.addAndGet(200_000_000);
    assertThat(come(rate, "a", 30)).isEqualTo(1);
  }

  @Test
  void zeroIsNoLimit() {
    assertThat(come(new RateLimit(0, 1, PLACES, nanos::get, 42), "a", 1000)).isEqualTo(1000);
  }

  @Test
  void namesAreSpreadOverThePlaces() {
    RateLimit rate = new RateLimit(1, 1, PLACES, nanos::get, -17);

    long letIn =
        IntStream.range(0, 1000)
            .filter(i -> rate.lets("192.0.%d.%d".formatted(i / 250, i % 250)))
            .count();

    // Of a thousand some eight meet another.
    assertThat(letIn).isGreaterThan(950);
  }

  private static long come(RateLimit rate, String name, int times) {
    return IntStream.range(0, times).filter(i -> rate.lets(name)).count();
  }
}
