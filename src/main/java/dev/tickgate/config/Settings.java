package dev.tickgate.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every setting by its path ({@code http.port}), not parsed yet, with its source. The keys are
 * those of the packed {@code conf/tickgate.yaml}, which has each of them with its default. A file
 * overrides it, then the environment, then the command line. Confined to one thread.
 */
public final class Settings {
  static final String DEFAULT = "default";
  private static final String DEFAULTS = "/conf/tickgate.yaml";
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Setting> byPath = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();

  private Settings(String defaults) throws JsonProcessingException {
    flatten("", YAML.readTree(defaults), DEFAULT);
  }

  /** A value and its source. */
  record Setting(JsonNode value, String source) {
    boolean isDefault() {
      return source.equals(DEFAULT);
    }
  }

  /** The packed defaults. */
  static Settings defaults() {
    try (InputStream packed = Settings.class.getResourceAsStream(DEFAULTS)) {
      return new Settings(new String(packed.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the packed " + DEFAULTS, e);
    }
  }

  public Map<String, Setting> byPath() {
    return Collections.unmodifiableMap(byPath);
  }

  /** The errors found so far, one line each; more may be added. */
  List<String> errors() {
    return errors;
  }

  Settings file(Path file) {
    try {
      overlay("", YAML.readTree(Files.readString(file)), file.toString());
    } catch (NoSuchFileException e) {
      errors.add(file + ": there is no such file");
    } catch (JsonProcessingException e) {
      // Without the message of the exception: it quotes the line, which may hold a password.
      errors.add(
          "%s: not valid YAML, or a key given twice, at line %d"
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      errors.add("%s: cannot be read (%s)".formatted(file, e));
    }
    return this;
  }

  /** Sets a key to a text of one line; a blank text leaves it unchanged. */
  Settings text(String path, String text, String source) {
    if (!text.isBlank()) {
      parse(path, text.strip(), source).ifPresent(value -> put(path, value, source));
    }
    return this;
  }

  private Optional<JsonNode> parse(String path, String text, String source) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (!byPath.get(path).value().isArray()) {
      return Optional.of(nodes.textNode(text));
    }
    if (text.startsWith("[") || text.startsWith("-")) {
      try {
        return Optional.of(YAML.readTree(text));
      } catch (JsonProcessingException e) {
        errors.add("%s: not a valid YAML or JSON list, from %s".formatted(path, source));
        return Optional.empty();
      }
    }
    ArrayNode list = nodes.arrayNode();
    for (String item : text.split(",")) {
      list.add(item.strip());
    }
    return Optional.of(list);
  }

  private void flatten(String path, JsonNode node, String source) {
    if (!node.isObject()) {
      byPath.put(path, new Setting(node, source));
      return;
    }
    node.fields().forEachRemaining(e -> flatten(join(path, e.getKey()), e.getValue(), source));
  }

  private void overlay(String path, JsonNode node, String source) {
    // A group without keys ("http:"), or an empty file.
    if (node.isNull() || node instanceof MissingNode) {
      return;
    }
    if (byPath.containsKey(path)) {
      put(path, node, source);
    } else if (!isGroup(path)) {
      errors.add(unknown(path, keysAndGroups()) + ", from " + source);
    } else if (node.isObject()) {
      node.fields().forEachRemaining(e -> overlay(join(path, e.getKey()), e.getValue(), source));
    } else {
      errors.add(
          "%s is a group of settings, not %s, from %s"
              .formatted(
                  path.isEmpty() ? "the file" : path,
                  node.isArray() ? "a list" : "a value",
                  source));
    }
  }

  // No file, host or name has a NUL character, and libraries throw exceptions for it.
  private void put(String path, JsonNode value, String source) {
    if (value.isTextual() && value.asText().indexOf('\0') >= 0) {
      errors.add("%s: has a NUL character, from %s".formatted(path, source));
    } else {
      byPath.put(path, new Setting(value, source));
    }
  }

  private boolean isGroup(String path) {
    return path.isEmpty() || byPath.keySet().stream().anyMatch(key -> key.startsWith(path + "."));
  }

  private Set<String> keysAndGroups() {
    Set<String> all = new TreeSet<>(byPath.keySet());
    for (String key : byPath.keySet()) {
      for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
        all.add(key.substring(0, dot));
      }
    }
    return all;
  }

  static String unknown(String key, Collection<String> known) {
    return key
        + ": unknown key"
        + KeySuggestion.to(key, known).map(near -> " (did you mean " + near + "?)").orElse("");
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
