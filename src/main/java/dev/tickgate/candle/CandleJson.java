package dev.tickgate.candle;

import dev.tickgate.market.Candle;
import dev.tickgate.market.Ohlc;
import dev.tickgate.market.PriceSide;
import dev.tickgate.market.Utc;

/** Candles as JSON, with exact decimals; see {@code docs/candles.md}. */
final class CandleJson {
  private CandleJson() {}

  /** The publication of a candle, without its position. */
  static String message(CandleTopic topic, Candle candle, boolean closed) {
    // Symbols need no escaping.
    return "{\"type\":\"candle\",\"symbol\":\"%s\",\"interval\":\"%s\",\"price\":\"%s\",%s}"
        .formatted(
            topic.symbol(),
            topic.interval().label(),
            topic.side().label(),
            fields(candle, topic.side(), closed));
  }

  /** An element of a list of candles of one symbol, interval and side. */
  static String element(Candle candle, PriceSide side, boolean closed) {
    return "{" + fields(candle, side, closed) + "}";
  }

  private static String fields(Candle candle, PriceSide side, boolean closed) {
    Ohlc prices = candle.prices(side);
    return "\"time\":\"%s\",\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,\"ticks\":%d,\"closed\":%b"
        .formatted(
            Utc.format(candle.time()),
            prices.open().toPlainString(),
            prices.high().toPlainString(),
            prices.low().toPlainString(),
            prices.close().toPlainString(),
            candle.ticks(),
            closed);
  }
}
