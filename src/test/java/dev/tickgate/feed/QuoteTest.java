package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteTest {
  private static final Symbols X = new Symbols.Fixed("X");
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
    "1e2147483647, 1e2147483647, OUT_OF_RANGE",
    "1e-2147483647, 1, OUT_OF_RANGE",
    "1e2147483648, 1, NOT_A_NUMBER",
    "abc, 1, NOT_A_NUMBER",
    "'', 1, NOT_A_NUMBER",
    "'151,24', 1, NOT_A_NUMBER",
    "'$1.00', 1, NOT_A_NUMBER",
  })
  void aRowNoMarketMakesIsDroppedForAReason(String bid, String ask, DropReason reason) {
    assertThat(Quote.of(X, new SourceRow(RowId.of(1), null, NOON, bid, ask)))
        .isEqualTo(new Quote.Invalid(reason));
  }

  @ParameterizedTest
  @ValueSource(ints = {980, 981, 998, 999, 1_000, 1_001, 2_000, 131_072})
  void aPriceIsPublishedWhereReadersOfJsonTakeItAndDroppedWhereTheyDoNot(int decimals) {
    String price = "151." + "0".repeat(decimals - 1) + "1";

    Quote quote = Quote.of(X, new SourceRow(RowId.of(1), null, NOON, "151", price));

    if (decimals > 980) {
      assertThat(quote).isEqualTo(new Quote.Invalid(DropReason.TOO_LONG));
    } else {
      assertThat(quote).isInstanceOf(Quote.Valid.class);
      assertThat(new JsonObject(((Quote.Valid) quote).tick().toJson()).getDouble("ask"))
          .isEqualTo(151);
    }
  }

  @Property(tries = 2_000)
  void noTextStopsAFeed(
      @ForAll
          @StringLength(max = 30)
          @Chars({'0', '1', '9', '.', '-', '+', 'e', 'E', ' ', ',', 'N', 'a', '\u0661', '\0'})
          String bid,
      @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long at) {
    if (Quote.of(X, new SourceRow(RowId.of(1), null, at, bid, "999999999999"))
        instanceof Quote.Valid valid) {
      assertThat(new JsonObject(valid.tick().toJson()).getDouble("bid")).isPositive();
    }
  }

  @Test
  void aRowInTheLogIsShortAndOnOneLine() {
    String row =
        new SourceRow(RowId.of(1), null, NOON, "1\nfeed.leading", "9".repeat(1_001)).toString();

    assertThat(row).doesNotContain("\n").hasSizeLessThan(150);
  }

  @Test
  void aRowWithoutATimeOrKeyIsDropped() {
    Quote dropped = new Quote.Invalid(DropReason.NO_TIMESTAMP);
    assertThat(Quote.of(X, new SourceRow(RowId.of(1), null, null, "1", "1"))).isEqualTo(dropped);
    assertThat(Quote.of(X, new SourceRow(RowId.of(SourceRow.NO_KEY), null, NOON, "1", "1")))
        .isEqualTo(dropped);
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
    Quote quote = Quote.of(X, new SourceRow(RowId.of(1), null, NOON, bid, ask));

    assertThat(quote).isInstanceOf(Quote.Valid.class);
    assertThat(((Quote.Valid) quote).tick().toJson())
        .isEqualTo(
            "{\"type\":\"ticker\",\"symbol\":\"X\","
                + json
                + "\"timestamp\":\"2026-02-16T12:00:00.123Z\"}");
  }
}
