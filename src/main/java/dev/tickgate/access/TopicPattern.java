package dev.tickgate.access;

import dev.tickgate.stream.Topic;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pattern of topics in a rule: {@code ticks.*}, {@code user.{sub}}. The parts between the dots
 * are names. {@code {claim}} matches each value of that claim of the principal. A {@code *} at the
 * end matches one or more parts.
 *
 * <p>The value of a claim is compared with a part of the topic and never becomes a part of the
 * pattern. A value with a dot or a star equals no part of any topic, and gives no right.
 */
public record TopicPattern(String text) {
  private static final String PART = "(?:[A-Za-z0-9_:@-]+|\\{[A-Za-z0-9_:-]+})";
  private static final Pattern PATTERN = Pattern.compile(PART + "(?:\\." + PART + ")*(?:\\.\\*)?");

  public TopicPattern {
    if (!PATTERN.matcher(text).matches()) {
      throw new IllegalArgumentException("no pattern of topics: " + text);
    }
  }

  public static Optional<TopicPattern> parse(String text) {
    return PATTERN.matcher(text).matches() ? Optional.of(new TopicPattern(text)) : Optional.empty();
  }

  boolean matches(Topic topic, Principal principal) {
    List<String> parts = List.of(text.split("\\."));
    List<String> names = List.of(topic.name().split("\\.", -1));
    boolean open = parts.get(parts.size() - 1).equals("*");
    int fixed = open ? parts.size() - 1 : parts.size();
    if (open ? names.size() <= fixed : names.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!matches(parts.get(i), names.get(i), principal)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String part, String name, Principal principal) {
    return part.startsWith("{")
        ? !name.isEmpty() && principal.has(part.substring(1, part.length() - 1), name)
        : part.equals(name);
  }
}
