package dev.tickgate.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A row as the database wrote it.
 *
 * @param key microseconds since 1970 or the id; {@link #NO_KEY} for a time outside of the years 1
 *     to 9999
 * @param timestamp microseconds since 1970; null where there is none
 * @param bid the shortest decimal that is the number
 */
record SourceRow(long key, Long timestamp, String bid, String ask) {
  static final long NO_KEY = Long.MAX_VALUE;

  Instant instant() {
    return Instant.EPOCH.plus(timestamp, ChronoUnit.MICROS);
  }
}
