package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Fault.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration LENGTH = Duration.ofSeconds(25);

  @Test
  void aSeedIsASchedule() {
    assertThat(Schedule.of(7, LENGTH, true)).isEqualTo(Schedule.of(7, LENGTH, true));
    assertThat(Schedule.of(7, LENGTH, true).faults())
        .isNotEqualTo(Schedule.of(8, LENGTH, true).faults());
  }

  @Test
  void faultsHappenWithinTheRunOneAfterTheOther() {
    Schedule schedule = Schedule.of(7, LENGTH, true);

    assertThat(schedule.faults()).extracting(Fault::at).isSorted();
    assertThat(schedule.faults())
        .allSatisfy(fault -> assertThat(fault.at()).isBetween(Duration.ofSeconds(2), LENGTH));
  }

  @Test
  void whereNothingCanBeCutTheOtherFaultsStay() {
    Schedule all = Schedule.of(7, Duration.ofMinutes(5), true);
    Schedule uncut = Schedule.of(7, Duration.ofMinutes(5), false);

    assertThat(uncut.faults())
        .containsExactlyElementsOf(
            all.faults().stream().filter(fault -> !fault.kind().needsNamespaces()).toList());
    assertThat(uncut.faults()).hasSizeLessThan(all.faults().size());
  }

  @Test
  void theSeedsOfEveryBuildLetEveryKindOfFaultHappen() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    ChaosIT.EVERY_BUILD.stream()
        .map(seed -> Schedule.of(seed, LENGTH, true))
        .forEach(schedule -> schedule.faults().forEach(fault -> kinds.add(fault.kind())));

    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void aLongRunBeginsWithTheSeedsOfEveryBuildAndHasNoneTwice() {
    LongStream seeds = ChaosIT.seeds(100);

    assertThat(seeds.boxed().toList())
        .startsWith(ChaosIT.EVERY_BUILD.toArray(Long[]::new))
        .doesNotHaveDuplicates()
        .hasSize(100);
  }
}
