package dev.tickgate.endpoint;

import dev.tickgate.market.Display;
import dev.tickgate.stream.Topic;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table with many symbols, each a topic.
 *
 * @param stream the last part of its path {@code /ws/…}
 * @param prefix the beginning of its topics, which end with the symbol
 * @param find the topic of a symbol; empty if the table does not publish the symbol
 */
public record SymbolTable(
    String feed,
    String stream,
    String prefix,
    Display display,
    Function<String, Optional<Topic>> find) {

  Optional<Instrument> ofSymbol(String symbol) {
    return find.apply(symbol).map(topic -> new Instrument(symbol, topic, feed, display, false));
  }

  /** The instrument of the topic with this name. */
  Optional<Instrument> ofTopic(String name) {
    return name.startsWith(prefix) ? ofSymbol(name.substring(prefix.length())) : Optional.empty();
  }
}
