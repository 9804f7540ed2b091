package dev.tickgate.exchange;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The best bid and ask of a symbol. Two connections give equal records for one quote.
 *
 * @param symbol as in the topic
 * @param time of the exchange; empty where the frame has none
 * @param sequence a number that increases with the quotes of the symbol; -1 where the exchange
 *     gives none
 */
record Quote(
    String symbol,
    BigDecimal bid,
    BigDecimal ask,
    Optional<Instant> time,
    long sequence,
    MarketStatus status) {}
