package dev.tickgate.exchange;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The best bid and ask of a symbol. One quote from two connections gives equal records.
 *
 * @param symbol as in the topic
 * @param time the time of the exchange; empty where the frame has none
 * @param sequence a number that increases with the quotes of the symbol; -1 where the exchange
 *     sends none
 */
record Quote(
    String symbol,
    BigDecimal bid,
    BigDecimal ask,
    Optional<Instant> time,
    long sequence,
    MarketStatus status) {}
