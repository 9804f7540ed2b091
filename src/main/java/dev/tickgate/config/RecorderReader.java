package dev.tickgate.config;

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

  RecorderReader(SettingReader reader, List<Feed> feeds) {
    this.reader = reader;
    this.feeds = feeds;
  }

  /** Empty where nothing is recorded. */
  Optional<RecorderSettings> read() {
    String table =
        reader.matching("recorder.table", Identifier::isPath, "a table (table or schema.table)");
    String take = reader.choice("recorder.take", List.of("first", "last"));
    boolean closed = reader.bool("recorder.closed");
    if (!reader.has("recorder.source")) {
      return Optional.empty();
    }
    String source =
        reader.matching("recorder.source", SOURCE, "a source of quotes (gmoFx.USD_JPY)");
    Topic topic = new Topic(source.equals("-") ? "ticks" : "ticks." + source);
    feeds.stream()
        .filter(feed -> feed.table().equals(table) && feed.symbols().topics().matches(topic))
        .forEach(
            feed ->
                reader.error(
                    "recorder.source",
                    "%s has the rows of %s, into which they would be inserted again"
                        .formatted(topic, table)));
    return Optional.of(
        new RecorderSettings(topic, table, Take.valueOf(take.toUpperCase(Locale.ROOT)), closed));
  }
}
