package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteTest {
  private static final long NOON = 1_771_243_200_123_456L;

  @ParameterizedTest
  @CsvSource({
    "0, 1, NOT_POSITIVE",
    "-0, 1, NOT_POSITIVE",
    "1, 0, NOT_POSITIVE",
    "-1, 1, NOT_POSITIVE",
    "1.0001, 1, CROSSED",
    "NaN, 1, NOT_A_NUMBER",
    "1, -Infinity, NOT_A_NUMBER",
    "Infinity, Infinity, NOT_A_NUMBER",
    ", 1, NOT_A_NUMBER",
    "1e-300, 1, OUT_OF_RANGE",
    "1, 1e+300, OUT_OF_RANGE",
  })
  void aRowNoMarketMakesIsDroppedForAReason(String bid, String ask, DropReason reason) {
    assertThat(Quote.of("X", new SourceRow(1, NOON, bid, ask)))
        .isEqualTo(new Quote.Invalid(reason));
  }

  @Test
  void aRowWithoutATimeOrKeyIsDropped() {
    Quote dropped = new Quote.Invalid(DropReason.NO_TIMESTAMP);
    assertThat(Quote.of("X", new SourceRow(1, null, "1", "1"))).isEqualTo(dropped);
    assertThat(Quote.of("X", new SourceRow(SourceRow.NO_KEY, NOON, "1", "1"))).isEqualTo(dropped);
  }

  @ParameterizedTest
  @CsvSource({
    "151.245, 151.249, '\"bid\":151.245,\"ask\":151.249,\"mid\":151.247,'",
    "151.2450, 151.2490000, '\"bid\":151.245,\"ask\":151.249,\"mid\":151.247,'",
    "1.2e-05, 0.000013, '\"bid\":0.000012,\"ask\":0.000013,\"mid\":0.0000125,'",
    "1e+06, 1000000, '\"bid\":1000000,\"ask\":1000000,\"mid\":1000000,'",
    "7, 7.5, '\"bid\":7,\"ask\":7.5,\"mid\":7.25,'",
  })
  void pricesAreTheDigitsTheDatabaseMeant(String bid, String ask, String json) {
    Quote quote = Quote.of("X", new SourceRow(1, NOON, bid, ask));

    assertThat(quote).isInstanceOf(Quote.Valid.class);
    assertThat(((Quote.Valid) quote).tick().toJson())
        .isEqualTo(
            "{\"type\":\"ticker\",\"symbol\":\"X\","
                + json
                + "\"timestamp\":\"2026-02-16T12:00:00.123Z\"}");
  }
}
