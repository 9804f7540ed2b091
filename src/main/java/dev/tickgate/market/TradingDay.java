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
 * When days begin: at one time of the clocks of a place, so that a day has 23 or 25 hours where
 * they change.
 */
public record TradingDay(LocalTime start, ZoneId zone) {
  private static final Pattern TEXT = Pattern.compile("(\\d\\d:\\d\\d) (\\S+)");

  /** From {@code 17:00 America/New_York}; empty where it is no time or no zone. */
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

  /** The beginning of the day with that time. */
  Instant startOf(Instant time) {
    LocalDate date = time.atZone(zone).toLocalDate();
    Instant start = start(date);
    return start.isAfter(time) ? start(date.minusDays(1)) : start;
  }

  /** The beginning of the day after the one that begins then. */
  Instant next(Instant begin) {
    return start(begin.atZone(zone).toLocalDate().plusDays(1));
  }

  private Instant start(LocalDate date) {
    return date.atTime(start).atZone(zone).toInstant();
  }
}
