package dev.tickgate.watchlist;

import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the ids of rows in paths and tokens. */
final class WatchlistId {
  // A leading zero is invalid, so that a list has only one topic. A bigint holds any 18 digits.
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

  private WatchlistId() {}

  /** The id; empty where the text is not an id. */
  static Optional<Long> parse(String text) {
    return ID.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
