package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptnessTest {
  private static final Promptness BOUND = new Promptness(100);
  private static final List<Span> FAULTS =
      List.of(new Span(500, 600), new Span(100, 200), new Span(150, 250));

  @Test
  void anEventAfterEachTimeOfFaultsIsInTime() {
    assertThat(check(FAULTS, 1_000, List.of(10L, 350L, 700L))).isEmpty();
  }

  @Test
  void anEventThatIsLateIsFound() {
    assertThat(check(FAULTS, 1_000, List.of(225L, 351L, 700L)))
        .containsExactly(
            "no tick within 100 ms after the faults that ended at 250 ms for 1 of 1: a");
  }

  @Test
  void anEventThatNeverComesIsFoundOnceForAllWhoLackIt() {
    Map<String, List<Long>> moments =
        Map.of("a", List.of(300L, 700L), "b", List.of(), "c", List.of(300L));

    assertThat(BOUND.check("tick", moments, FAULTS, 1_000))
        .containsExactly(
            "no tick within 100 ms after the faults that ended at 250 ms for 1 of 3: b",
            "no tick within 100 ms after the faults that ended at 600 ms for 2 of 3: b");
  }

  @Test
  void anEventBeforeTheNextFaultOrTheEndIsNotMissedWhereTheTimeWasShort() {
    List<Span> close = List.of(new Span(100, 200), new Span(299, 400));

    assertThat(check(close, 499, List.of())).isEmpty();
  }

  private static List<String> check(List<Span> faults, long end, List<Long> moments) {
    return BOUND.check("tick", Map.of("a", moments), faults, end);
  }
}
