package dev.tickgate.ops;

import ch.qos.logback.classic.Level;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The levels of the log that an operator may name, in upper or lower case. */
public enum LevelName {
  OFF(Level.OFF),
  ERROR(Level.ERROR),
  WARN(Level.WARN),
  INFO(Level.INFO),
  DEBUG(Level.DEBUG),
  TRACE(Level.TRACE);

  private final Level level;

  LevelName(Level level) {
    this.level = level;
  }

  /** Returns the level of that name. Logback would use {@code DEBUG} for an unknown name. */
  public static Optional<Level> parse(String name) {
    return Arrays.stream(values())
        .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
        .map(one -> one.level)
        .findFirst();
  }

  /** Returns all names, for a message. */
  public static String all() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
