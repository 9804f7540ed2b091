package dev.tickgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tickgate.Config.FeedConfig;
import dev.tickgate.Config.Lookback;
import dev.tickgate.Settings.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The feeds of the list {@code feeds}, each with what it does not say filled in. */
final class FeedReader {
  private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_$]{0,62}";
  private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(10);
  private static final int DEFAULT_IDS = 10_000;

  /** Every key of a feed, with its default; empty where it has none or depends on others. */
  private static final Map<String, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("name", "");
    KEYS.put("symbol", "");
    KEYS.put("table", "");
    KEYS.put("key", "");
    KEYS.put("columns.timestamp", "time");
    KEYS.put("columns.bid", "bid");
    KEYS.put("columns.ask", "ask");
    KEYS.put("poll", "250ms");
    KEYS.put("lookback", "");
  }

  private final Setting feeds;
  private final List<String> errors;

  FeedReader(Setting feeds, List<String> errors) {
    this.feeds = feeds;
    this.errors = errors;
  }

  List<FeedConfig> read() {
    List<FeedConfig> read = new ArrayList<>();
    if (!feeds.value().isArray()) {
      errors.add("feeds: not a list of feeds, from " + feeds.source());
    } else {
      for (int i = 0; i < feeds.value().size(); i++) {
        read.add(feed("feeds[" + i + "]", feeds.value().get(i)));
      }
      distinct(read);
    }
    return read;
  }

  private FeedConfig feed(String path, JsonNode node) {
    Map<String, Setting> given = new LinkedHashMap<>();
    KEYS.forEach(
        (key, value) ->
            given.put(
                path + "." + key,
                new Setting(JsonNodeFactory.instance.textNode(value), feeds.source())));
    fill(path, node, given);
    ConfigReader reader = new ConfigReader(given, errors);
    String name = reader.matching(path + ".name", "[a-z][a-z0-9_]{0,62}", "a name (a-z 0-9 _)");
    String key = identifier(reader, path + ".key");
    String timestamp = identifier(reader, path + ".columns.timestamp");
    return new FeedConfig(
        name,
        symbol(reader, path + ".symbol", name),
        reader.matching(
            path + ".table",
            IDENTIFIER + "(\\." + IDENTIFIER + ")?",
            "a table (table or schema.table)"),
        key,
        timestamp,
        identifier(reader, path + ".columns.bid"),
        identifier(reader, path + ".columns.ask"),
        reader.duration(path + ".poll", Duration.ofMillis(10), Duration.ofMinutes(1)),
        lookback(reader, path + ".lookback", key.equals(timestamp)));
  }

  private void fill(String path, JsonNode node, Map<String, Setting> given) {
    if (given.containsKey(path)) {
      given.put(path, new Setting(node, feeds.source()));
    } else if (given.keySet().stream().noneMatch(key -> key.startsWith(path + "."))) {
      errors.add(Settings.unknown(path, given.keySet()) + ", from " + feeds.source());
    } else if (node.isObject()) {
      node.fields().forEachRemaining(e -> fill(path + "." + e.getKey(), e.getValue(), given));
    } else {
      errors.add(path + ": not a group of settings, from " + feeds.source());
    }
  }

  private static String identifier(ConfigReader reader, String path) {
    return reader.matching(path, IDENTIFIER, "a column (letters, digits, _)");
  }

  private static String symbol(ConfigReader reader, String path, String name) {
    return reader.has(path)
        ? reader.matching(path, "[A-Za-z0-9_.:-]{1,64}", "a symbol (letters, digits, _ . : -)")
        : name.toUpperCase(Locale.ROOT);
  }

  /** A time or a number of ids: that also tells which of the two the key is. */
  private static Lookback lookback(ConfigReader reader, String path, boolean keyIsTimestamp) {
    if (!reader.has(path)) {
      return keyIsTimestamp ? new Lookback.Window(DEFAULT_WINDOW) : new Lookback.Ids(DEFAULT_IDS);
    }
    String text = reader.text(path);
    if (!text.matches("\\d+")) {
      return new Lookback.Window(reader.duration(path, Duration.ofSeconds(1), Duration.ofDays(7)));
    }
    if (keyIsTimestamp) {
      reader.error(
          path,
          "\"%s\" is not a duration (like 10m), which a key that is a time needs".formatted(text));
    }
    return new Lookback.Ids(reader.integer(path, 1, 100_000_000));
  }

  private void distinct(List<FeedConfig> feeds) {
    Set<String> names = new HashSet<>();
    Set<String> symbols = new HashSet<>();
    for (int i = 0; i < feeds.size(); i++) {
      taken(i, "name", feeds.get(i).name(), names).ifPresent(errors::add);
      taken(i, "symbol", feeds.get(i).symbol(), symbols).ifPresent(errors::add);
    }
  }

  private Optional<String> taken(int index, String key, String value, Set<String> seen) {
    return value.equals("-") || seen.add(value)
        ? Optional.empty()
        : Optional.of(
            "feeds[%d].%s: another feed has the %s \"%s\", from %s"
                .formatted(index, key, key, value, feeds.source()));
  }
}
