package dev.tickgate.feed;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Time zones as Java and PostgreSQL both understand them. */
public final class Zone {
  private Zone() {}

  /** A region ({@code Asia/Tokyo}) or an offset from UTC ({@code +09:00}, {@code Z}). */
  public static Optional<ZoneId> parse(String text) {
    try {
      ZoneId zone = ZoneId.of(text);
      // "UTC+9" is nine hours to the east for Java, and to the west for PostgreSQL.
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
