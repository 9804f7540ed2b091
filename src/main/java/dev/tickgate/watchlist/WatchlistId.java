package dev.tickgate.watchlist;

import java.util.Optional;
import java.util.regex.Pattern;

/** The ids of rows, as paths and tokens have them. */
final class WatchlistId {
  // No leading zero: one list has one topic. At most 18 digits, which a bigint holds.
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

  private WatchlistId() {}

  /** The id, or empty where the text is none. */
  static Optional<Long> parse(String text) {
    return ID.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
