package dev.tickgate.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A row as the database wrote it.
 *
 * @param key microseconds since 1970 or the id; {@link #NO_KEY} for a time outside of the years 1
 *     to 9999
 * @param timestamp microseconds since 1970; null where there is none
 * @param bid the shortest decimal that is the number, or what a column of text holds; cut behind
 *     {@link Prices#LONGEST} characters and one
 * @param ask like {@code bid}
 */
public record SourceRow(long key, Long timestamp, String bid, String ask) {
  static final long NO_KEY = Long.MAX_VALUE;
  private static final int SHOWN = 40;

  Instant instant() {
    return Instant.EPOCH.plus(timestamp, ChronoUnit.MICROS);
  }

  // An example in the log: a text of the table must not become lines of the log.
  @Override
  public String toString() {
    return "key=%d timestamp=%s bid=%s ask=%s".formatted(key, timestamp, shown(bid), shown(ask));
  }

  private static String shown(String price) {
    if (price == null) {
      return null;
    }
    String printable = price.replaceAll("\\p{C}", "?");
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
  }
}
