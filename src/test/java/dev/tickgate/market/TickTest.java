package dev.tickgate.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TickTest {
  @Test
  void isWrittenWithExactPricesAndMilliseconds() {
    Tick tick =
        new Tick(
            "USD_JPY",
            new BigDecimal("151.245"),
            new BigDecimal("151.249"),
            Instant.parse("2026-02-16T13:05:10.123456Z"));

    assertThat(tick.toJson())
        .isEqualTo(
            "{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.245,\"ask\":151.249,"
                + "\"mid\":151.247,\"timestamp\":\"2026-02-16T13:05:10.123Z\"}");
  }

  @ParameterizedTest
  @CsvSource({"1,2,1.5", "151.245,151.248,151.2465", "0.00000001,0.00000002,0.000000015", "3,3,3"})
  void hasAnExactMid(BigDecimal bid, BigDecimal ask, BigDecimal mid) {
    assertThat(new Tick("X", bid, ask, Instant.EPOCH).mid()).isEqualByComparingTo(mid);
  }

  @ParameterizedTest
  @CsvSource({"0,1,false", "-1,1,false", "1,0,false", "2,1,false", "1,1,true", "1,2,true"})
  void isValidWhenAMarketCouldHaveMadeIt(BigDecimal bid, BigDecimal ask, boolean valid) {
    assertThat(Tick.isValid(bid, ask)).isEqualTo(valid);
  }
}
