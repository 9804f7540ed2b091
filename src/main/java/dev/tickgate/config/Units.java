package dev.tickgate.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes in their written form: {@code 250ms}, {@code 10m}, {@code 64KiB}. */
public final class Units {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Units() {}

  static Optional<Duration> duration(String text) {
    Matcher parts = DURATION.matcher(text);
    return parts.matches()
        ? Optional.of(TIMES.get(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))))
        : Optional.empty();
  }

  static Optional<Long> bytes(String text) {
    Matcher parts = SIZE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String unit = parts.group(2) == null ? "B" : parts.group(2);
    return Optional.of(BYTES.get(unit) * Long.parseLong(parts.group(1)));
  }

  /** Returns the shortest form of a duration. */
  public static String write(Duration duration) {
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long count = duration.dividedBy(TIMES.get(unit));
      if (count > 0 && TIMES.get(unit).multipliedBy(count).equals(duration)) {
        return count + unit;
      }
    }
    return duration.toMillis() + "ms";
  }

  /** Returns the shortest form of a size. */
  public static String write(long bytes) {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      if (bytes > 0 && bytes % BYTES.get(unit) == 0) {
        return bytes / BYTES.get(unit) + unit;
      }
    }
    return Long.toString(bytes);
  }
}
