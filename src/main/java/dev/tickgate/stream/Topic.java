package dev.tickgate.stream;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named stream, which is also its event-bus address: {@code ticks.USD_JPY}.
 *
 * @param name 1 to 200 letters, digits, {@code . _ : @ -}; starts with a letter or digit
 */
public record Topic(String name) implements Comparable<Topic> {
  public static final int MAX_LENGTH = 200;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");

  public Topic {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not a topic name: " + name);
    }
  }

  /** Returns the topic of that name; empty where the name is invalid. */
  public static Optional<Topic> parse(String name) {
    return isValid(name) ? Optional.of(new Topic(name)) : Optional.empty();
  }

  /** Whether it is that topic, or one below it: {@code bench.7} below {@code bench}. */
  public boolean isOf(Topic family) {
    return name.startsWith(family.name)
        && (name.length() == family.name.length() || name.charAt(family.name.length()) == '.');
  }

  /** The topic of a symbol's quotes. */
  public static Topic ofTicks(String symbol) {
    return new Topic("ticks." + symbol);
  }

  private static boolean isValid(String name) {
    return name != null && NAME.matcher(name).matches();
  }

  @Override
  public int compareTo(Topic other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
