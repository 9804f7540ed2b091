package dev.tickgate.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTest {
  @ParameterizedTest
  @CsvSource({
    "USD_JPY, USD/JPY",
    "EURUSD, EUR/USD",
    "XAU.USD, XAU/USD",
    "BTCUSDT, BTCUSDT",
    "nikkei_225, nikkei_225",
  })
  void aPairOfCurrenciesIsNamedAsSuch(String symbol, String name) {
    assertThat(Display.DEFAULT.nameOf(symbol)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "USD_JPY, 2, 0.01",
    "USD_JPY, 3, 0.01",
    "EUR_USD, 3, 0.0001",
    "EUR_USD, 5, 0.0001",
    "nikkei, 3, 0.01",
    "nikkei, 5, 0.0001",
    "nikkei, 2, 0.01",
    "nikkei, 1, 1",
    "nikkei, 0, 1",
  })
  void aPipFollowsFromThePairOrTheDecimals(String symbol, int decimals, BigDecimal pip) {
    assertThat(Display.DEFAULT.pipOf(symbol, decimals)).isEqualByComparingTo(pip);
  }

  @ParameterizedTest
  @CsvSource({
    "USD_JPY, , 3",
    "EUR_USD, , 5",
    "EUR_USD, 4, 4",
    "USD_JPY, 17, 3",
    "nikkei, 17, 8",
    "n, 0, 0"
  })
  void decimalsAreThoseOfTheQuotes(String symbol, Integer seen, int decimals) {
    OptionalInt known = seen == null ? OptionalInt.empty() : OptionalInt.of(seen);

    assertThat(Display.DEFAULT.decimalsOf(symbol, known)).isEqualTo(decimals);
  }

  @Test
  void whatIsSetIsStronger() {
    Display display =
        new Display(Optional.of("Gold"), OptionalInt.of(2), Optional.of(new BigDecimal("0.1")));

    assertThat(display.nameOf("XAU_USD")).isEqualTo("Gold");
    assertThat(display.decimalsOf("XAU_USD", OptionalInt.of(5))).isEqualTo(2);
    assertThat(display.pipOf("XAU_USD", 2)).isEqualByComparingTo("0.1");
  }
}
