package dev.tickgate.feed;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Time zones that Java and PostgreSQL interpret in the same way. */
public final class Zone {
  private Zone() {}

  /** Parses a region ({@code Asia/Tokyo}) or an offset from UTC ({@code +09:00}, {@code Z}). */
  public static Optional<ZoneId> parse(String text) {
    try {
      ZoneId zone = ZoneId.of(text);
      // Java interprets "UTC+9" as nine hours east, PostgreSQL as nine hours west.
      boolean same = zone instanceof ZoneOffset || ZoneId.getAvailableZoneIds().contains(text);
      return same ? Optional.of(zone) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The operand of {@code at time zone}. */
  static String sql(ZoneId zone) {
    return zone instanceof ZoneOffset offset
        ? "interval '%d seconds'".formatted(offset.getTotalSeconds())
        : "'" + zone.getId() + "'";
  }
}
