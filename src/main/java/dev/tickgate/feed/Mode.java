package dev.tickgate.feed;

import java.util.Locale;
import java.util.Optional;

/** How a feed tells new rows from old ones. */
public enum Mode {
  /** By the transactions that wrote them: whatever becomes visible is found. */
  VISIBILITY,
  /**
   * By their keys: a row is found if it can be seen while its key is within the look-back. For
   * views and foreign tables, whose rows tell no transaction.
   */
  KEY;

  /** As the configuration writes it. */
  public static Optional<Mode> parse(String text) {
    for (Mode mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
