package dev.tickgate.market;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Formats times as in every message: UTC, milliseconds, {@code Z}. */
public final class Utc {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Utc() {}

  public static String format(Instant instant) {
    return MILLIS.format(instant);
  }
}
