package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TickerTest {
  private static final String MESSAGE =
      """
      {"type":"ticker","symbol":"USD_JPY","bid":%s,"ask":100.104,"mid":100.102,\
      "timestamp":"2026-02-16T13:05:10.100Z","epoch":1771247110,"offset":17%s}\
      """;
  private static final Instant START = Instant.parse("2026-02-16T13:05:10Z");

  @Test
  void aTickerIsReadFromItsText() {
    String message = MESSAGE.formatted("100.1", ",\"skipped\":3");

    assertThat(Ticker.is(message)).isTrue();
    assertThat(Ticker.of(message))
        .isEqualTo(
            new Ticker(
                "ticks.USD_JPY", new Position(1_771_247_110, 17), Stream.row(START, 100), 3));
  }

  @Test
  void aTickerInAFrameOfTheBridgeIsReadToo() {
    String frame =
        "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":"
            + MESSAGE.formatted("100.100", "")
            + ",\"headers\":{\"snapshot\":\"true\"}}";

    assertThat(Ticker.of(frame)).isEqualTo(Ticker.of(MESSAGE.formatted("100.1", "")));
  }

  @ParameterizedTest
  @CsvSource({"100, 100.000", "100.1, 100.100", "100.1250000, 100.125", "100.1255, 100.1255"})
  void aPriceHasThreeDecimalsUnlessItNeedsMore(String number, String price) {
    assertThat(Ticker.row(MESSAGE.formatted(number, ""))).contains(" " + price + " ");
  }

  @Test
  void otherMessagesAreNoTickers() {
    assertThat(Ticker.is("{\"type\":\"heartbeat\",\"timestamp\":\"2026-02-16T13:05:10.100Z\"}"))
        .isFalse();
  }
}
