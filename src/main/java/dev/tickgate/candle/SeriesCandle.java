package dev.tickgate.candle;

import dev.tickgate.market.Candle;

/** A candle of a series. */
record SeriesCandle(Series series, Candle candle) {}
