package dev.tickgate.exchange;

import java.time.Instant;

/**
 * A quote that a simulated exchange sends.
 *
 * @param number counts the quotes of the exchange
 * @param status of the market, as GMO Coin FX writes it
 */
record SimulatedQuote(
    String symbol, String bid, String ask, long number, Instant time, String status) {}
