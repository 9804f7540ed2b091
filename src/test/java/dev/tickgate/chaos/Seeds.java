package dev.tickgate.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Which schedules a run has. */
final class Seeds {
  /** With a fault of each group: ScheduleTest. */
  static final List<Long> EVERY_BUILD = List.of(9126L);

  private Seeds() {}

  /** The listed ones, as in {@code 3,50-60}; of an empty text those of every build. */
  static LongStream parse(String text) {
    if (text.isBlank()) {
      return EVERY_BUILD.stream().mapToLong(seed -> seed);
    }
    return Arrays.stream(text.split(",")).map(String::strip).flatMapToLong(Seeds::range);
  }

  private static LongStream range(String part) {
    int dash = part.indexOf('-');
    if (dash < 0) {
      return LongStream.of(Long.parseLong(part));
    }
    return LongStream.rangeClosed(
        Long.parseLong(part.substring(0, dash)), Long.parseLong(part.substring(dash + 1)));
  }
}
