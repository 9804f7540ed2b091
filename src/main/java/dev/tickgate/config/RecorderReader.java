package dev.tickgate.config;

import dev.tickgate.config.Config.Demo;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.feed.Feed;
import dev.tickgate.recorder.RecorderSettings;
import dev.tickgate.recorder.RecorderSettings.Take;
import dev.tickgate.store.Identifier;
import dev.tickgate.stream.Topic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The group {@code recorder}. */
final class RecorderReader {
  private static final String SOURCE = "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}";

  private final SettingReader reader;
  private final List<Feed> feeds;
  private final List<ExchangeSettings> exchanges;

  RecorderReader(SettingReader reader, List<Feed> feeds, List<ExchangeSettings> exchanges) {
    this.reader = reader;
    this.feeds = feeds;
    this.exchanges = exchanges;
  }

  /**
   * Returns empty if nothing is recorded.
   *
   * @param demo may need a recorder of its own
   * @param rules the topics that applications publish
   * @param records whether this process has the role recorder
   */
  Optional<RecorderSettings> read(Demo demo, List<TopicRule> rules, boolean records) {
    String table =
        reader.matching("recorder.table", Identifier::isPath, "a table (table or schema.table)");
    String take = reader.choice("recorder.take", List.of("first", "last", "ohlc"));
    boolean closed = reader.bool("recorder.closed");
    if (!reader.has("recorder.source") && !demo.onExchange()) {
      return Optional.empty();
    }
    String source =
        demo.onExchange()
            ? DemoReader.QUOTES
            : reader.matching("recorder.source", SOURCE, "a source of quotes (gmoFx.USD_JPY)");
    Topic topic = new Topic(source.equals("-") ? "ticks" : "ticks." + source);
    feeds.stream()
        .filter(feed -> feed.table().equals(table) && feed.symbols().topics().matches(topic))
        .forEach(
            feed ->
                reader.error(
                    "recorder.source",
                    "%s has the rows of %s, into which they would be inserted again"
                        .formatted(topic, table)));
    if (records && !source.equals("-") && !isPublished(topic, rules)) {
      reader.error("recorder.source", "no feed has " + topic);
    }
    return Optional.of(
        new RecorderSettings(topic, table, Take.valueOf(take.toUpperCase(Locale.ROOT)), closed));
  }

  private boolean isPublished(Topic topic, List<TopicRule> rules) {
    return feeds.stream().anyMatch(feed -> feed.symbols().topics().matches(topic))
        || exchanges.stream().anyMatch(exchange -> exchange.quotes().matches(topic))
        || rules.stream().anyMatch(rule -> rule.topics().matches(topic));
  }
}
