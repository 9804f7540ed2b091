package dev.tickgate.candle;

import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.PriceSide;
import dev.tickgate.stream.Topic;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The candles of one symbol, interval and side as a topic: {@code candles.USD_JPY.1m} for the mid,
 * {@code candles.USD_JPY.1m.bid} and {@code .ask} for the other sides.
 */
record CandleTopic(String symbol, CandleInterval interval, PriceSide side) {
  // A symbol may contain dots.
  private static final Pattern NAME =
      Pattern.compile("candles\\.(.+)\\.([0-9]+[smhd])(?:\\.(bid|ask))?");

  /** Parses the name of a topic; empty where it is not a topic of candles. */
  static Optional<CandleTopic> parse(Topic topic) {
    Matcher parts = NAME.matcher(topic.name());
    if (!parts.matches()) {
      return Optional.empty();
    }
    PriceSide side =
        Optional.ofNullable(parts.group(3)).flatMap(PriceSide::parse).orElse(PriceSide.MID);
    return CandleInterval.parse(parts.group(2))
        .map(interval -> new CandleTopic(parts.group(1), interval, side));
  }

  Topic topic() {
    String base = "candles." + symbol + "." + interval.label();
    return new Topic(side == PriceSide.MID ? base : base + "." + side.label());
  }
}
