package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScanScheduleTest {
  private static final long MILLI = 1_000_000;

  @Test
  void theFirstScanIsDeep() {
    assertThat(new ScanSchedule().deepDue(0)).isTrue();
  }

  @Test
  void aCheapDeepScanIsTakenEachTime() {
    assertThat(deepScansInAMinute(2)).isEqualTo(240);
  }

  @Test
  void anExpensiveOneTakesATenthOfTheTimeAtMost() {
    assertThat(deepScansInAMinute(600) * 600).isBetween(4_000L, 6_600L);
    assertThat(deepScansInAMinute(100) * 100).isBetween(4_000L, 6_600L);
  }

  private static long deepScansInAMinute(long tookMillis) {
    ScanSchedule schedule = new ScanSchedule();
    long deep = 0;
    long now = -5_000_000 * MILLI;
    long end = now + 60_000 * MILLI;
    while (now < end) {
      if (schedule.deepDue(now)) {
        deep++;
        now += tookMillis * MILLI;
        schedule.deepScanned(now, tookMillis * MILLI);
        now += Math.max(1, 250 - tookMillis) * MILLI;
      } else {
        now += 250 * MILLI;
      }
    }
    return deep;
  }
}
