package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Fault.Group;
import dev.tickgate.chaos.Fault.Kind;
import dev.tickgate.chaos.Fault.Need;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ScheduleTest {
  private static final Duration LENGTH = Duration.ofSeconds(25);

  @Test
  void aSeedIsASchedule() {
    assertThat(Schedule.of(7, LENGTH, kind -> true))
        .isEqualTo(Schedule.of(7, LENGTH, kind -> true));
    assertThat(Schedule.of(7, LENGTH, kind -> true).faults())
        .isNotEqualTo(Schedule.of(8, LENGTH, kind -> true).faults());
  }

  @Test
  void faultsHappenWithinTheRunOneAfterTheOther() {
    Schedule schedule = Schedule.of(7, LENGTH, kind -> true);

    assertThat(schedule.faults()).extracting(Fault::at).isSorted();
    assertThat(schedule.faults())
        .allSatisfy(fault -> assertThat(fault.at()).isBetween(Duration.ofSeconds(2), LENGTH));
  }

  @ParameterizedTest
  @EnumSource(value = Need.class, mode = Mode.EXCLUDE, names = "NOTHING")
  void whereAKindCannotHappenTheOtherFaultsStay(Need missing) {
    Schedule all = Schedule.of(7, Duration.ofMinutes(20), kind -> true);
    Schedule fewer = Schedule.of(7, Duration.ofMinutes(20), kind -> kind.need != missing);

    assertThat(fewer.faults())
        .containsExactlyElementsOf(
            all.faults().stream().filter(fault -> fault.kind().need != missing).toList());
    assertThat(fewer.faults()).hasSizeLessThan(all.faults().size());
  }

  @Test
  void theSeedsOfEveryBuildLetEveryGroupOfFaultsHappen() {
    assertThat(kinds(Seeds.parse(""), Duration.ofSeconds(20)))
        .extracting(kind -> kind.group)
        .contains(Group.values());
  }

  @Test
  void theSeedsOfTheLongRunLetEveryKindOfFaultHappenThreeTimes() {
    List<Kind> kinds = kinds(Seeds.parse("1-100"), Duration.ofSeconds(20));

    assertThat(Kind.values())
        .allSatisfy(kind -> assertThat(Collections.frequency(kinds, kind)).isGreaterThan(2));
  }

  private static List<Kind> kinds(LongStream seeds, Duration length) {
    return seeds
        .mapToObj(seed -> Schedule.of(seed, length, kind -> true))
        .flatMap(schedule -> schedule.faults().stream())
        .map(Fault::kind)
        .toList();
  }

  @Test
  void seedsAreWrittenAsNumbersAndRanges() {
    assertThat(Seeds.parse("7").toArray()).containsExactly(7);
    assertThat(Seeds.parse("3, 5-7,20").toArray()).containsExactly(3, 5, 6, 7, 20);
    assertThat(Seeds.text(List.of(3L, 5L, 6L, 7L, 20L))).isEqualTo("3, 5-7, 20");
    assertThat(Seeds.parse(" ").boxed().toList()).isEqualTo(Seeds.EVERY_BUILD);
  }
}
