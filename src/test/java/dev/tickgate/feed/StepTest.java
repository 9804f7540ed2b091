package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void aStepEndsBeforeTheLastKeyThatWasPassedWhoseRowsMayGoOn() {
    Step step = Step.of(100, new Passed(Step.ROWS, 0, 700));

    assertThat(step).isEqualTo(new Step(100, 699L, false));
    assertThat(step.isLast()).isFalse();
    assertThat(step.next()).isEqualTo(700);
  }

  @Test
  void moreRowsOfOneKeyThanAStepPassesAreReadWhateverWasPassed() {
    Step step = Step.of(100, new Passed(Step.ROWS, 0, 100));

    assertThat(step).isEqualTo(new Step(100, 100L, true));
    assertThat(step.next()).isEqualTo(101);
  }

  @Test
  void aStepThatPassedFewerRowsIsTheLastAndHasNoEnd() {
    assertThat(Step.of(100, new Passed(Step.ROWS - 1, 0, 700)))
        .isEqualTo(new Step(100, null, false));
    assertThat(Step.of(100, new Passed(0, 0, SourceRow.NO_KEY)).isLast()).isTrue();
  }

  @Test
  void aStepThatCameToTimesWithoutAKeyIsTheLastAndIsRead() {
    assertThat(Step.of(100, new Passed(Step.ROWS, 0, SourceRow.NO_KEY)))
        .isEqualTo(new Step(100, null, true));
  }
}
