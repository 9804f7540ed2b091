package dev.tickgate.watchlist;

import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A company of a list.
 *
 * @param companyId the id of the company's row
 * @param topic the topic of its prices; where it is empty, its prices come from the table of prices
 */
record Item(
    long companyId,
    String tickerSymbol,
    String companyName,
    String currency,
    Optional<Topic> topic,
    Optional<Holding> holding) {}
