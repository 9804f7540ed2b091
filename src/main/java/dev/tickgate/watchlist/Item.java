package dev.tickgate.watchlist;

import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A company of a list.
 *
 * @param companyId its row
 * @param topic where its prices come from; empty: from the table of prices
 */
record Item(
    long companyId,
    String tickerSymbol,
    String companyName,
    String currency,
    Optional<Topic> topic,
    Optional<Holding> holding) {}
