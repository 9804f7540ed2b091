package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void aStepEndsBeforeTheLastKeyThatWasPassedWhoseRowsMayGoOn() {
    Step step = Step.of(100, new Passed(Step.ROWS, 700, List.of()), false);

    assertThat(step).isEqualTo(new Step(100, 699L, false));
    assertThat(step.isLast()).isFalse();
    assertThat(step.next()).isEqualTo(700);
  }

  @Test
  void moreRowsOfOneKeyThanAStepPassesAreReadWhateverWasPassed() {
    Step step = Step.of(100, new Passed(Step.ROWS, 100, List.of()), false);

    assertThat(step).isEqualTo(new Step(100, 100L, true));
    assertThat(step.next()).isEqualTo(101);
  }

  @Test
  void aStepThatPassedFewerRowsIsTheLastAndHasNoEnd() {
    assertThat(Step.of(100, new Passed(Step.ROWS - 1, 700, List.of()), false))
        .isEqualTo(new Step(100, null, false));
    assertThat(Step.of(100, new Passed(0, SourceRow.NO_KEY, List.of()), false).isLast()).isTrue();
  }

  @Test
  void aStepThatCameToTimesWithoutAKeyIsTheLastAndIsRead() {
    assertThat(Step.of(100, new Passed(Step.ROWS, SourceRow.NO_KEY, List.of()), false))
        .isEqualTo(new Step(100, null, true));
  }
}
