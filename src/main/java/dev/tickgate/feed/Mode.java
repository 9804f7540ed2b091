package dev.tickgate.feed;

import java.util.Locale;
import java.util.Optional;

/** How a feed distinguishes new rows from old ones. */
public enum Mode {
  /** By the transactions that wrote them: every row that becomes visible is found. */
  VISIBILITY,
  /**
   * By their keys: a row is found if it is visible while its key is within the look-back. For views
   * and foreign tables, whose rows have no transaction numbers.
   */
  KEY;

  /** Parses the name that the configuration uses. */
  public static Optional<Mode> parse(String text) {
    for (Mode mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
