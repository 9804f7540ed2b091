package dev.tickgate.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A row as the database returned it.
 *
 * @param id the identity, with the key {@link #NO_KEY} for a time outside of the years 1 to 9999
 * @param symbol the value of the feed's symbol column, cut as in {@code id}, empty for null; null
 *     where the feed has no such column
 * @param timestamp microseconds since 1970; null where there is none
 * @param bid the shortest decimal of the number, or the value of a text column; cut after {@link
 *     Prices#LONGEST} characters and one
 * @param ask like {@code bid}
 */
public record SourceRow(RowId id, String symbol, Long timestamp, String bid, String ask) {
  static final long NO_KEY = Long.MAX_VALUE;
  private static final int SHOWN = 40;

  long key() {
    return id.key();
  }

  Instant instant() {
    return Instant.EPOCH.plus(timestamp, ChronoUnit.MICROS);
  }

  // For the example in the log: a text of the table must not create lines of the log.
  @Override
  public String toString() {
    String row =
        "key=%d timestamp=%s bid=%s ask=%s".formatted(key(), timestamp, shown(bid), shown(ask));
    return symbol == null ? row : row + " symbol=" + shown(symbol);
  }

  private static String shown(String text) {
    if (text == null) {
      return null;
    }
    String printable = text.replaceAll("\\p{C}", "?");
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
  }
}
