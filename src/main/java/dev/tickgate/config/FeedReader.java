package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tickgate.config.Settings.Setting;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.Key;
import dev.tickgate.feed.Mode;
import dev.tickgate.feed.Start;
import dev.tickgate.feed.Symbols;
import dev.tickgate.feed.Zone;
import dev.tickgate.market.Display;
import dev.tickgate.store.Identifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The feeds of the list {@code feeds}, completed with the defaults. */
final class FeedReader {
  /**
   * Every key of a feed, with its default; empty if it has none, or if the default depends on other
   * keys.
   */
  private static final Map<String, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("name", "");
    KEYS.put("symbol", "");
    KEYS.put("symbolColumn", "");
    KEYS.put("topicPrefix", "");
    KEYS.put("table", "");
    KEYS.put("key", "");
    KEYS.put("columns.timestamp", "time");
    KEYS.put("columns.bid", "bid");
    KEYS.put("columns.ask", "ask");
    KEYS.put("poll", "250ms");
    KEYS.put("lookback", "");
    KEYS.put("zone", "UTC");
    KEYS.put("start", "lookback");
    KEYS.put("mode", "visibility");
    KEYS.put("display.name", "");
    KEYS.put("display.decimals", "");
    KEYS.put("display.pip", "");
  }

  private final Setting feeds;
  private final List<String> errors;

  FeedReader(Setting feeds, List<String> errors) {
    this.feeds = feeds;
    this.errors = errors;
  }

  List<Feed> read() {
    List<Feed> read = new ArrayList<>();
    if (!feeds.value().isArray()) {
      errors.add("feeds: not a list of feeds, from " + feeds.source());
      return read;
    }
    Set<String> names = new HashSet<>();
    Set<String> symbols = new HashSet<>();
    Set<String> prefixes = new HashSet<>();
    for (int i = 0; i < feeds.value().size(); i++) {
      String path = "feeds[" + i + "]";
      feed(path, feeds.value().get(i))
          .ifPresent(
              feed -> {
                distinct(path + ".name", "name", feed.name(), names);
                if (feed.symbols() instanceof Symbols.Fixed fixed) {
                  distinct(path + ".symbol", "symbol", fixed.symbol(), symbols);
                } else if (feed.symbols() instanceof Symbols.Column column) {
                  distinct(path + ".topicPrefix", "topicPrefix", column.prefix(), prefixes);
                }
                read.add(feed);
              });
    }
    return read.stream().map(feed -> feed.beside(read)).toList();
  }

  private Optional<Feed> feed(String path, JsonNode node) {
    Map<String, Setting> given = new LinkedHashMap<>();
    KEYS.forEach(
        (key, value) ->
            given.put(
                path + "." + key,
                new Setting(JsonNodeFactory.instance.textNode(value), feeds.source())));
    fill(path, node, given);
    return feed(path, new SettingReader(given, errors));
  }

  private Optional<Feed> feed(String path, SettingReader reader) {
    int before = errors.size();
    String name =
        reader.matching(
            path + ".name", Feed::isName, "a name (a-z, then a-z 0-9 _, at most 50 letters)");
    if (name.equals(Config.EVENTS_FEED)) {
      reader.error(
          path + ".name", "\"events\" is the feed of what applications publish; take another name");
    }
    String table =
        reader.matching(path + ".table", Identifier::isPath, "a table (table or schema.table)");
    String timestamp = column(reader, path + ".columns.timestamp");
    String bid = column(reader, path + ".columns.bid");
    String ask = column(reader, path + ".columns.ask");
    Duration poll = reader.duration(path + ".poll", Feed.SHORTEST_POLL, Feed.LONGEST_POLL);
    Optional<Symbols> symbols = new SymbolsReader(reader, path).read(name);
    Key key = key(reader, path, timestamp);
    Optional<ZoneId> zone =
        reader.parsed(
            path + ".zone", Zone::parse, "a time zone (Asia/Tokyo, UTC) or an offset (+09:00)");
    Optional<Mode> mode = reader.parsed(path + ".mode", Mode::parse, "visibility or key");
    Optional<Start> start = start(reader, path + ".start", key);
    Display display = display(reader, path + ".display.");
    return errors.size() > before
        ? Optional.empty()
        : Optional.of(
            new Feed(
                name,
                symbols.orElseThrow(),
                table,
                key,
                new Feed.Columns(timestamp, bid, ask),
                poll,
                zone.orElseThrow(),
                start.orElseThrow(),
                mode.orElseThrow(),
                display));
  }

  private static Display display(SettingReader reader, String path) {
    return new Display(
        reader.optional(path + "name"),
        reader.has(path + "decimals")
            ? OptionalInt.of(reader.integer(path + "decimals", 0, Display.MAX_DECIMALS))
            : OptionalInt.empty(),
        reader.has(path + "pip")
            ? reader.parsed(path + "pip", FeedReader::pip, "a positive number (0.01, 0.0001)")
            : Optional.empty());
  }

  private static Optional<BigDecimal> pip(String text) {
    return text.matches("[0-9]{1,6}(\\.[0-9]{1,8})?")
        ? Optional.of(new BigDecimal(text)).filter(pip -> pip.signum() > 0)
        : Optional.empty();
  }

  private static Optional<Start> start(SettingReader reader, String path, Key key) {
    boolean byTime = key instanceof Key.Time;
    String expected =
        "lookback, latest, all, or the first key: "
            + (byTime ? "a time (2026-01-31T00:00:00Z)" : "a number");
    return reader.parsed(
        path,
        text ->
            switch (text) {
              case "lookback" -> Optional.of(new Start.Lookback());
              case "latest" -> Optional.of(new Start.Latest());
              case "all" -> Optional.of(new Start.All());
              default -> byTime ? time(text) : number(text);
            },
        expected);
  }

  private static Optional<Start> time(String text) {
    try {
      return Optional.of(new Start.AtTime(OffsetDateTime.parse(text).toInstant()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Start> number(String text) {
    return text.matches("-?\\d{1,18}")
        ? Optional.of(new Start.AtKey(Long.parseLong(text)))
        : Optional.empty();
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

  private static String column(SettingReader reader, String path) {
    return reader.matching(path, Identifier::isName, "a column (1 to 63 bytes)");
  }

  /**
   * Reads the key. The look-back is a duration or a number of ids; its form also determines whether
   * the key is a time or a number.
   */
  private static Key key(SettingReader reader, String path, String timestamp) {
    String column = column(reader, path + ".key");
    boolean isTimestamp = column.equals(timestamp);
    String lookback = path + ".lookback";
    if (!reader.has(lookback)) {
      return isTimestamp
          ? new Key.Time(column, Key.Time.DEFAULT_LOOKBACK)
          : new Key.Serial(column, Key.Serial.DEFAULT_LOOKBACK);
    }
    String text = reader.text(lookback);
    if (!text.matches("\\d+")) {
      return new Key.Time(
          column, reader.duration(lookback, Key.Time.SHORTEST_LOOKBACK, Key.Time.LONGEST_LOOKBACK));
    }
    if (isTimestamp) {
      reader.error(
          lookback,
          "\"%s\" is not a duration (like 10m), which a key that is a time needs".formatted(text));
    }
    return new Key.Serial(column, reader.integer(lookback, 1, Key.Serial.LONGEST_LOOKBACK));
  }

  private void distinct(String path, String what, String value, Set<String> seen) {
    if (!seen.add(value)) {
      errors.add(
          "%s: another feed has the %s \"%s\", from %s"
              .formatted(path, what, value, feeds.source()));
    }
  }
}
