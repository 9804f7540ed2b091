package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tickgate.config.Settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Converts settings to types. It reports an invalid value as an error and returns a harmless one,
 * so that one run finds all errors.
 */
final class SettingReader {
  private final Map<String, Setting> settings;
  private final List<String> errors;
  // Paths with invalid values. Further errors for them would concern the harmless values, and are
  // dropped.
  private final Set<String> unreadable = new HashSet<>();

  SettingReader(Map<String, Setting> settings, List<String> errors) {
    this.settings = settings;
    this.errors = errors;
  }

  boolean has(String path) {
    return settings.containsKey(path) && !scalar(path).isEmpty();
  }

  void error(String path, String what) {
    if (!unreadable.contains(path)) {
      errors.add("%s: %s, from %s".formatted(path, what, source(path)));
    }
  }

  String source(String path) {
    return settings.get(path).source();
  }

  String text(String path) {
    return read(path, "text", text -> Optional.of(text).filter(t -> !t.isBlank())).orElse("-");
  }

  Optional<String> optional(String path) {
    return has(path) ? Optional.of(text(path)) : Optional.empty();
  }

  /** Returns the path of a file, which must be readable. */
  Path file(String path) {
    Path file = Path.of(optional(path).orElse("-"));
    if (has(path) && !Files.isReadable(file)) {
      error(path, "%s cannot be read".formatted(file));
    }
    return file;
  }

  /** Returns a text that matches the expression. */
  String matching(String path, String regex, String expected) {
    return matching(path, text -> text.matches(regex), expected);
  }

  /** Returns a text that the predicate accepts. */
  String matching(String path, Predicate<String> valid, String expected) {
    return read(path, expected, text -> Optional.of(text).filter(valid)).orElse("-");
  }

  /** Returns the value that the parser reads from the text. */
  <T> Optional<T> parsed(String path, Function<String, Optional<T>> parser, String expected) {
    return read(path, expected, parser);
  }

  int integer(String path, int min, int max) {
    return read(path, "a number from %d to %d".formatted(min, max), between(min, max)).orElse(min);
  }

  int port(String path) {
    return read(path, "a port (0-65535)", between(0, 65535)).orElse(0);
  }

  boolean bool(String path) {
    return choice(path, List.of("true", "false")).equals("true");
  }

  String choice(String path, List<String> choices) {
    return read(path, "one of " + choices, text -> Optional.of(text).filter(choices::contains))
        .orElse(choices.get(0));
  }

  Duration duration(String path, Duration min, Duration max) {
    String expected =
        "a duration from %s to %s (like 250ms, 5s, 10m, 24h)"
            .formatted(Units.write(min), Units.write(max));
    return read(path, expected, text -> Units.duration(text).filter(d -> in(d, min, max)))
        .orElse(min);
  }

  long size(String path, long min, long max) {
    String expected =
        "a size from %s to %s (like 64KiB, 1MiB)".formatted(Units.write(min), Units.write(max));
    return read(path, expected, text -> Units.bytes(text).filter(b -> in(b, min, max))).orElse(min);
  }

  List<String> list(String path, String regex, String expected) {
    return list(path, item -> item.matches(regex), expected);
  }

  List<String> list(String path, Predicate<String> valid, String expected) {
    List<String> items = new ArrayList<>();
    JsonNode value = settings.get(path).value();
    if (!value.isArray()) {
      error(path, "%s is not a list of %s".formatted(quoted(value), expected));
      return items;
    }
    for (JsonNode item : value) {
      if (item.isValueNode() && valid.test(item.asText())) {
        items.add(item.asText());
      } else {
        error(path, "%s is not %s".formatted(quoted(item), expected));
      }
    }
    return items;
  }

  <E extends Enum<E>> List<E> enums(String path, Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("|"));
    return list(path, names, "one of " + names.replace("|", ", ")).stream()
        .map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  private <T> Optional<T> read(String path, String expected, Function<String, Optional<T>> parser) {
    JsonNode value = settings.get(path).value();
    Optional<T> parsed = value.isValueNode() ? parser.apply(scalar(path)) : Optional.empty();
    if (parsed.isEmpty()) {
      error(
          path,
          scalar(path).isEmpty()
              ? "is empty; set " + expected
              : "%s is not %s".formatted(quoted(value), expected));
      unreadable.add(path);
    }
    return parsed;
  }

  private String scalar(String path) {
    JsonNode value = settings.get(path).value();
    return value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
  }

  private static String quoted(JsonNode value) {
    return value.isValueNode() ? '"' + value.asText("") + '"' : value.toString();
  }

  private static Function<String, Optional<Integer>> between(int min, int max) {
    return text ->
        Optional.of(text)
            .filter(t -> t.matches("\\d{1,9}"))
            .map(Integer::valueOf)
            .filter(number -> in(number, min, max));
  }

  private static <T extends Comparable<T>> boolean in(T value, T min, T max) {
    return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
  }
}
