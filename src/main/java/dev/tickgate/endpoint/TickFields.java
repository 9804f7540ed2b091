package dev.tickgate.endpoint;

import dev.tickgate.stream.Publication;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The fields of a ticker message that a chart needs, extracted from its text. A history reads ten
 * thousand messages; to parse each one as JSON would take the event loop a tenth of a second.
 */
record TickFields(Instant time, double mid) {
  private static final int TIME_LENGTH = "2026-02-16T13:05:10.123Z".length();

  /** Returns empty if the publication is not a ticker message. */
  static Optional<TickFields> of(Publication publication) {
    String json = text(publication);
    String mid = field(json, "\"mid\":");
    String time = field(json, "\"timestamp\":\"");
    try {
      return mid.isEmpty() || time.length() != TIME_LENGTH
          ? Optional.empty()
          : Optional.of(new TickFields(time(time), Double.parseDouble(mid)));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Returns the decimals of the bid or the ask, whichever has more. */
  static int decimals(Publication publication) {
    String json = text(publication);
    return Math.max(fraction(field(json, "\"bid\":")), fraction(field(json, "\"ask\":")));
  }

  // The fields are ASCII; a string with one byte per character is compared fastest.
  private static String text(Publication publication) {
    return new String(publication.json(), StandardCharsets.ISO_8859_1);
  }

  private static Instant time(String text) {
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    int nanos = number(text, 20, 23) * 1_000_000;
    LocalTime time =
        LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), nanos);
    return date.atTime(time).toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static int fraction(String number) {
    int point = number.indexOf('.');
    return point < 0 ? 0 : number.length() - point - 1;
  }

  private static String field(String json, String name) {
    int start = json.indexOf(name);
    if (start < 0) {
      return "";
    }
    start += name.length();
    int end = start;
    while (end < json.length() && ",\"}".indexOf(json.charAt(end)) < 0) {
      end++;
    }
    return json.substring(start, end);
  }
}
