package dev.tickgate.node;

import dev.tickgate.config.Config;
import dev.tickgate.demo.DemoTable;
import dev.tickgate.diagnostics.LineSource;
import dev.tickgate.endpoint.Instrument;
import dev.tickgate.endpoint.Instruments;
import dev.tickgate.endpoint.SymbolTable;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.Symbols;
import dev.tickgate.store.Identifier;
import dev.tickgate.stream.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names by which clients find the feeds of tables.
 *
 * @param streams the topic of each name, which is the last part of {@code /ws/…} before it is
 *     encoded
 */
record NamedFeeds(Map<String, Topic> streams, Instruments instruments) {
  static NamedFeeds of(Config config, List<Feed> feeds) {
    Map<String, Topic> streams = new HashMap<>();
    List<Instrument> named = new ArrayList<>();
    List<SymbolTable> tables = new ArrayList<>();
    for (Feed feed : feeds) {
      if (feed.symbols() instanceof Symbols.Fixed fixed) {
        streams.put(fixed.topic().name(), fixed.topic());
        boolean demo = isSimulated(config) && feed.table().equals(DemoTable.NAME);
        named.add(new Instrument(fixed.symbol(), fixed.topic(), feed.name(), feed.display(), demo));
      } else if (feed.symbols() instanceof Symbols.Column column) {
        tables.add(
            new SymbolTable(
                feed.name(), stream(feed), column.prefix(), feed.display(), column::find));
      }
    }
    // The name of a table leads to the first of its feeds; the name of a topic leads to each.
    feeds.forEach(
        feed -> feed.topic().ifPresent(topic -> streams.putIfAbsent(stream(feed), topic)));
    if (config.diagnostics().sourcePort() > 0) {
      streams.put(LineSource.TOPIC.name(), LineSource.TOPIC);
    }
    return new NamedFeeds(streams, new Instruments(named, tables));
  }

  private static boolean isSimulated(Config config) {
    boolean recordsOthers = config.recorder().isPresent() && !config.demo().onExchange();
    return config.demo().enabled() && !recordsOthers;
  }

  /** Returns the last part of {@code /ws/…} that names a feed, before it is encoded. */
  static String stream(Feed feed) {
    return Identifier.plainPath(feed.table());
  }
}
