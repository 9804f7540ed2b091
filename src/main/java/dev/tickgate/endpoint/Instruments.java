package dev.tickgate.endpoint;

import dev.tickgate.replica.FeedTopics;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The symbols that this node serves.
 *
 * @param named the symbols that the configuration names, in the order in which pages list them
 * @param tables the tables whose rows name their symbols
 */
public record Instruments(List<Instrument> named, List<SymbolTable> tables) {
  public Instruments {
    named = List.copyOf(named);
    tables = List.copyOf(tables);
  }

  /**
   * Returns the instrument of a symbol; {@link #exists} reports whether the feed has published it.
   */
  public Optional<Instrument> ofSymbol(String symbol) {
    return named.stream()
        .filter(instrument -> instrument.symbol().equals(symbol))
        .findFirst()
        .or(() -> first(table -> table.ofSymbol(symbol)));
  }

  /** Whether the instrument belongs to a table with many symbols. */
  boolean isOfTable(Instrument instrument) {
    return !named.contains(instrument);
  }

  /** Whether the feed has published the instrument; also true if no poller answers. */
  Future<Boolean> exists(Instrument instrument, FeedTopics topics) {
    return isOfTable(instrument)
        ? topics.has(instrument.feed(), instrument.topic())
        : Future.succeededFuture(true);
  }

  /** The instrument of a topic of a table. */
  Optional<Instrument> ofTopic(String name) {
    return first(table -> table.ofTopic(name));
  }

  /** The table that a path names. */
  Optional<SymbolTable> table(String stream) {
    return tables.stream().filter(table -> table.stream().equals(stream)).findFirst();
  }

  private Optional<Instrument> first(Function<SymbolTable, Optional<Instrument>> find) {
    return tables.stream().flatMap(table -> find.apply(table).stream()).findFirst();
  }
}
