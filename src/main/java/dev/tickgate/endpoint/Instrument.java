package dev.tickgate.endpoint;

import dev.tickgate.market.Display;
import dev.tickgate.stream.Topic;

/**
 * A symbol that this node serves.
 *
 * @param feed the feed that publishes it
 * @param demo whether its rows are simulated
 */
public record Instrument(String symbol, Topic topic, String feed, Display display, boolean demo) {}
