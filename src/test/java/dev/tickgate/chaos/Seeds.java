package dev.tickgate.chaos;

import java.util.ArrayList;
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

  /** As {@link #parse} takes them: {@code 3, 5-7}. */
  static String text(List<Long> seeds) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      int first = i;
      while (i + 1 < seeds.size() && seeds.get(i + 1) == seeds.get(i) + 1) {
        i++;
      }
      parts.add(first == i ? "" + seeds.get(i) : seeds.get(first) + "-" + seeds.get(i));
    }
    return String.join(", ", parts);
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
