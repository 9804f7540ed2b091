package dev.tickgate.endpoint;

import dev.tickgate.market.Display;
import dev.tickgate.stream.Topic;

/**
 * A symbol that this node serves.
 *
 * @param demo whether its rows are simulated
 */
public record Instrument(String symbol, Topic topic, Display display, boolean demo) {}
