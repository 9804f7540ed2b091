package dev.tickgate.candle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.market.PriceSide;
import dev.tickgate.stream.Topic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandleTopicTest {
  @ParameterizedTest
  @CsvSource({
    "candles.USD_JPY.1m, USD_JPY, 1m, MID",
    "candles.USD_JPY.1d.bid, USD_JPY, 1d, BID",
    "candles.USD_JPY.1s.ask, USD_JPY, 1s, ASK",
    "candles.BRK.B.4h, BRK.B, 4h, MID",
    "candles.X.1m.1h, X.1m, 1h, MID",
    "candles.X.1m.bid.1h.bid, X.1m.bid, 1h, BID",
  })
  void namesSymbolIntervalAndSide(String name, String symbol, String interval, PriceSide side) {
    CandleTopic topic = CandleTopic.parse(new Topic(name)).orElseThrow();

    assertThat(topic.symbol()).isEqualTo(symbol);
    assertThat(topic.interval().label()).isEqualTo(interval);
    assertThat(topic.side()).isEqualTo(side);
    assertThat(topic.topic()).isEqualTo(new Topic(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "candles.USD_JPY",
        "candles.1m",
        "candles.USD_JPY.2m",
        "candles.USD_JPY.1m.mid",
        "candles.USD_JPY.1m.last",
        "ticks.USD_JPY.1m"
      })
  void otherNamesAreNoCandles(String name) {
    assertThat(CandleTopic.parse(new Topic(name))).isEmpty();
  }
}
