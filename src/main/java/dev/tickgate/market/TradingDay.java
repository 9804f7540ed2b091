package dev.tickgate.market;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of days: a local time in a time zone, so that a day has 23 or 25 hours when the
 * clocks change.
 */
public record TradingDay(LocalTime start, ZoneId zone) {
  private static final Pattern TEXT = Pattern.compile("(\\d\\d:\\d\\d) (\\S+)");

  /** Parses {@code 17:00 America/New_York}; empty where the time or the zone is invalid. */
  public static Optional<TradingDay> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    try {
      return parts.matches()
          ? Optional.of(new TradingDay(LocalTime.parse(parts.group(1)), ZoneId.of(parts.group(2))))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The beginning of the day that contains a time. */
  Instant startOf(Instant time) {
    LocalDate date = time.atZone(zone).toLocalDate();
    Instant start = start(date);
    return start.isAfter(time) ? start(date.minusDays(1)) : start;
  }

  /** The beginning of the day after the one that begins at that time. */
  Instant next(Instant begin) {
    return start(begin.atZone(zone).toLocalDate().plusDays(1));
  }

  private Instant start(LocalDate date) {
    return date.atTime(start).atZone(zone).toInstant();
  }
}
