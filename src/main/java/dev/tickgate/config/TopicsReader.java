package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tickgate.candle.CandleSettings;
import dev.tickgate.config.Settings.Setting;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.feed.Feed;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.watchlist.WatchlistSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The rules of the list {@code topics}. */
final class TopicsReader {
  static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
  static final Duration LONGEST_RETENTION = Duration.ofDays(365);
  static final int LARGEST_HISTORY = 10_000_000;
  private static final List<String> KEYS = List.of("topics", "delivery", "history", "retention");

  private final Setting rules;
  private final List<Feed> feeds;
  private final List<ExchangeSettings> exchanges;
  private final Optional<WatchlistSettings> watchlists;
  private final Optional<CandleSettings> candles;
  private final boolean events;
  private final List<String> errors;

  /**
   * @param events whether there is a feed of the publications of applications
   */
  TopicsReader(
      Setting rules,
      List<Feed> feeds,
      List<ExchangeSettings> exchanges,
      Optional<WatchlistSettings> watchlists,
      Optional<CandleSettings> candles,
      boolean events,
      List<String> errors) {
    this.rules = rules;
    this.feeds = feeds;
    this.exchanges = exchanges;
    this.watchlists = watchlists;
    this.candles = candles;
    this.events = events;
    this.errors = errors;
  }

  List<TopicRule> read() {
    List<TopicRule> read = new ArrayList<>();
    if (!rules.value().isArray()) {
      error("topics", "not a list of topics");
      return read;
    }
    Set<TopicFilter> seen = new HashSet<>();
    for (int i = 0; i < rules.value().size(); i++) {
      rule("topics[" + i + "]", rules.value().get(i), seen).ifPresent(read::add);
    }
    return read;
  }

  /**
   * @param seen the topics of earlier entries, including entries with errors
   */
  private Optional<TopicRule> rule(String path, JsonNode node, Set<TopicFilter> seen) {
    if (!node.isObject()) {
      error(path, "not an entry (topics, delivery, history, retention)");
      return Optional.empty();
    }
    int before = errors.size();
    SettingReader reader = new SettingReader(given(path, node), errors);
    Optional<TopicFilter> topics =
        reader.parsed(
            path + ".topics", TopicFilter::parse, "a topic, or topics (like chat.lobby, chat.*)");
    Optional<Delivery> delivery =
        given(reader, path + ".delivery")
            .map(at -> reader.choice(at, List.of("latest", "every")))
            .map(text -> Delivery.valueOf(text.toUpperCase(Locale.ROOT)));
    String history = path + ".history";
    OptionalInt size =
        reader.has(history)
            ? OptionalInt.of(reader.integer(history, 1, LARGEST_HISTORY))
            : OptionalInt.empty();
    Optional<Duration> retention =
        given(reader, path + ".retention")
            .map(at -> reader.duration(at, SHORTEST_RETENTION, LONGEST_RETENTION));
    boolean isWrong = errors.size() > before;
    topics
        .filter(filter -> !seen.add(filter))
        .ifPresent(filter -> error(path + ".topics", "another entry is for " + filter.text()));
    if (isWrong) {
      return Optional.empty();
    }
    TopicRule rule = new TopicRule(topics.orElseThrow(), delivery, size, retention);
    checkEffect(path, rule);
    return Optional.of(rule);
  }

  private static Optional<String> given(SettingReader reader, String path) {
    return reader.has(path) ? Optional.of(path) : Optional.empty();
  }

  private Map<String, Setting> given(String path, JsonNode node) {
    Map<String, Setting> given = new LinkedHashMap<>();
    KEYS.forEach(
        key ->
            given.put(
                path + "." + key,
                new Setting(JsonNodeFactory.instance.textNode(""), rules.source())));
    node.fields()
        .forEachRemaining(
            field -> {
              String at = path + "." + field.getKey();
              if (given.replace(at, new Setting(field.getValue(), rules.source())) == null) {
                errors.add(Settings.unknown(at, KEYS) + ", from " + rules.source());
              }
            });
    return given;
  }

  /**
   * Refuses a rule without effect: the feeds of tables and exchanges define their delivery and
   * retention.
   */
  private void checkEffect(String path, TopicRule rule) {
    Optional<String> owner = owner(rule.topics());
    if (owner.isPresent() && (rule.delivery().isPresent() || rule.retention().isPresent())) {
      error(
          path + (rule.delivery().isPresent() ? ".delivery" : ".retention"),
          "%s has topics of the %s, of which only history can be set"
              .formatted(rule.topics().text(), owner.get()));
    } else if (owner.isPresent() && rule.history().isEmpty()) {
      error(path, "changes nothing: history is not set");
    } else if (owner.isEmpty() && !events) {
      error(
          path + ".topics",
          "no feed has %s: events.enabled is false".formatted(rule.topics().text()));
    } else if (owner.isEmpty()
        && rule.delivery().isEmpty()
        && rule.history().isEmpty()
        && rule.retention().isEmpty()
        && Config.EVENT_TOPICS.stream().anyMatch(all -> all.covers(rule.topics()))) {
      error(path, "changes nothing: delivery, history and retention are not set");
    }
  }

  /**
   * Returns the feed or the exchange that has some of the topics; empty if applications publish
   * them.
   */
  private Optional<String> owner(TopicFilter topics) {
    return feeds.stream()
        .filter(feed -> feed.symbols().topics().overlaps(topics))
        .map(feed -> "feed " + feed.name())
        .findFirst()
        .or(
            () ->
                exchanges.stream()
                    .filter(exchange -> exchange.overlaps(topics))
                    .map(exchange -> "exchange " + exchange.venue())
                    .findFirst())
        .or(
            () ->
                watchlists
                    .filter(any -> WatchlistSettings.TOPICS.overlaps(topics))
                    .map(any -> "feed " + WatchlistSettings.FEED))
        .or(
            () ->
                candles
                    .filter(any -> CandleSettings.TOPICS.overlaps(topics))
                    .map(any -> "feed " + CandleSettings.FEED));
  }

  private void error(String path, String what) {
    errors.add("%s: %s, from %s".formatted(path, what, rules.source()));
  }
}
