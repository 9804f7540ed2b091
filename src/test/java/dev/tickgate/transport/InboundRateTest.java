package dev.tickgate.transport;

import static dev.tickgate.transport.InboundRate.Verdict.ALLOWED;
import static dev.tickgate.transport.InboundRate.Verdict.EXCESSIVE;
import static dev.tickgate.transport.InboundRate.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.transport.InboundRate.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboundRateTest {
  private static final long SECOND = 1_000_000_000;
  // Clocks of this kind start anywhere.
  private static final long START = -5;

  // Two a second, after three.
  private final AtomicLong clock = new AtomicLong(START);
  private final InboundRate rate = new InboundRate(InboundRate.Allowance.of(2, 3), clock::get);

  @Test
  void aBurstIsAllowedThenAsManyAreRefusedThenItIsEnough() {
    assertThat(at(START, 8))
        .containsExactly(
            ALLOWED, ALLOWED, ALLOWED, REFUSED, REFUSED, REFUSED, EXCESSIVE, EXCESSIVE);
  }

  @Test
  void afterTheBurstThePaceIsAllowedForEver() {
    at(START, 3);
    for (int i = 1; i <= 100; i++) {
      assertThat(at(START + i * SECOND, 2)).containsExactly(ALLOWED, ALLOWED);
    }
  }

  @Test
  void silenceSavesNoMoreThanABurst() {
    assertThat(at(START + 3_600 * SECOND, 4)).containsExactly(ALLOWED, ALLOWED, ALLOWED, REFUSED);
  }

  @Test
  void whoHeedsTheRefusalIsHeardAgain() {
    at(START, 4);

    assertThat(at(START + SECOND, 1)).containsExactly(ALLOWED);
  }

  @Test
  void aMessageCountsOnceForEachStarted4KiBAndAsABurstAtMost() {
    assertThat(IntStream.of(0, 1, 4096, 4097, 8192, 8193, 65_536).map(rate::cost))
        .containsExactly(0, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void severalAtOnceCountAsIfTheyCameOneByOne() {
    assertThat(List.of(rate.next(3), rate.next(0), rate.next(2), rate.next(2)))
        .containsExactly(ALLOWED, ALLOWED, REFUSED, EXCESSIVE);
  }

  @Test
  void withoutALimitAllIsAllowed() {
    InboundRate free = new InboundRate(InboundRate.Allowance.of(0, 1), clock::get);

    assertThat(Collections.nCopies(1_000, 0).stream().map(i -> free.next()).distinct())
        .containsExactly(ALLOWED);
  }

  private List<Verdict> at(long now, int times) {
    clock.set(now);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      verdicts.add(rate.next());
    }
    return verdicts;
  }
}
