package dev.tickgate.candle;

import dev.tickgate.market.CandleInterval;
import dev.tickgate.stream.Topic;

/**
 * The candles of one topic of ticks at one interval.
 *
 * @param ticks the topic of the ticks
 */
record Series(Topic ticks, CandleInterval interval) {}
