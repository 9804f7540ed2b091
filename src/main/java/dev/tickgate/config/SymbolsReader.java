package dev.tickgate.config;

import dev.tickgate.feed.Feed;
import dev.tickgate.feed.Symbols;
import dev.tickgate.store.Identifier;
import java.util.Optional;
import java.util.Set;

/** Reads which symbols a feed has: one that the configuration names, or those of a column. */
final class SymbolsReader {
  // Their topics belong to the feed of publish requests.
  private static final Set<String> RESERVED = Set.of("events", "room", "user");

  private final SettingReader reader;
  private final String symbol;
  private final String column;
  private final String prefix;
  private final String displayName;

  SymbolsReader(SettingReader reader, String path) {
    this.reader = reader;
    this.symbol = path + ".symbol";
    this.column = path + ".symbolColumn";
    this.prefix = path + ".topicPrefix";
    this.displayName = path + ".display.name";
  }

  /** Returns empty if it has reported an error. */
  Optional<Symbols> read(String feedName) {
    return reader.has(column) ? column() : fixed(feedName);
  }

  private Optional<Symbols> fixed(String feedName) {
    if (reader.has(prefix)) {
      reader.error(prefix, "only a feed with a symbolColumn has a topicPrefix");
    }
    return reader.has(symbol)
        ? reader
            .parsed(
                symbol,
                text -> Optional.of(text).filter(Symbols::isSymbol),
                "a symbol (a letter or digit, then letters, digits, _ . : -, at most 64)")
            .map(Symbols.Fixed::new)
        : Optional.of(Feed.symbolOf(feedName)).filter(Symbols::isSymbol).map(Symbols.Fixed::new);
  }

  private Optional<Symbols> column() {
    if (reader.has(symbol)) {
      reader.error(symbol, "a feed has a symbol or a symbolColumn, not both");
    }
    if (reader.has(displayName)) {
      reader.error(displayName, "the symbols of a symbolColumn are named by their own text");
    }
    Optional<String> name =
        reader.parsed(
            column,
            text -> Optional.of(text).filter(Identifier::isName),
            "a column (1 to 63 bytes)");
    Optional<String> topics =
        reader.has(prefix)
            ? reader.parsed(
                prefix,
                text -> Optional.of(text).filter(SymbolsReader::isFree),
                "the beginning of topics (like ticks.fx.), at most 136 characters with a dot at the"
                    + " end, which does not begin with events, room or user")
            : Optional.of(Symbols.Column.DEFAULT_PREFIX);
    return name.flatMap(column -> topics.map(prefix -> new Symbols.Column(column, prefix)));
  }

  private static boolean isFree(String prefix) {
    return Symbols.Column.isPrefix(prefix)
        && !RESERVED.contains(prefix.substring(0, prefix.indexOf('.')));
  }
}
