package dev.tickgate.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ProfitAndLossTest {
  private static final BigDecimal HALF_CENT = new BigDecimal("0.005");

  @Test
  void halvesAreRoundedAwayFromZero() {
    assertThat(ProfitAndLoss.change(new BigDecimal("1.005"), BigDecimal.ZERO)).isEqualTo("1.01");
    assertThat(ProfitAndLoss.change(new BigDecimal("-1.005"), BigDecimal.ZERO)).isEqualTo("-1.01");
    assertThat(ProfitAndLoss.changePercent(new BigDecimal("100.005"), new BigDecimal("100")))
        .contains(new BigDecimal("0.01"));
    assertThat(ProfitAndLoss.changePercent(new BigDecimal("99.995"), new BigDecimal("100")))
        .contains(new BigDecimal("-0.01"));
    assertThat(
            ProfitAndLoss.unrealized(
                new BigDecimal("1.5"), new BigDecimal("1.00"), new BigDecimal("0.01")))
        .isEqualTo("0.01");
    assertThat(
            ProfitAndLoss.unrealized(
                new BigDecimal("1.5"), new BigDecimal("1.00"), new BigDecimal("-0.01")))
        .isEqualTo("-0.01");
  }

  @Test
  void lessThanAHalfIsRoundedTowardsZero() {
    assertThat(ProfitAndLoss.change(new BigDecimal("1.0049"), BigDecimal.ZERO)).isEqualTo("1.00");
    assertThat(ProfitAndLoss.change(new BigDecimal("-1.0049"), BigDecimal.ZERO)).isEqualTo("-1.00");
    assertThat(ProfitAndLoss.changePercent(new BigDecimal("100.0049"), new BigDecimal("100")))
        .contains(new BigDecimal("0.00"));
    assertThat(ProfitAndLoss.changePercent(new BigDecimal("99.9951"), new BigDecimal("100")))
        .contains(new BigDecimal("0.00"));
  }

  @Test
  void aPercentageOfNothingIsNone() {
    assertThat(ProfitAndLoss.changePercent(BigDecimal.TEN, new BigDecimal("0.00"))).isEmpty();
  }

  @Property(tries = 2_000)
  void isWithinHalfACentOfTheExactProduct(
      @ForAll @BigRange(min = "0", max = "1000000") @Scale(4) BigDecimal price,
      @ForAll @BigRange(min = "0", max = "1000000") @Scale(2) BigDecimal paid,
      @ForAll @BigRange(min = "-1000000", max = "1000000") @Scale(2) BigDecimal quantity) {
    BigDecimal gained = ProfitAndLoss.unrealized(price, paid, quantity);
    // In whole millionths: no decimals, and no rounding of their own.
    BigInteger exact =
        price
            .movePointRight(4)
            .toBigIntegerExact()
            .subtract(paid.movePointRight(4).toBigIntegerExact())
            .multiply(quantity.movePointRight(2).toBigIntegerExact());
    assertThat(gained.scale()).isEqualTo(2);
    assertThat(gained.subtract(new BigDecimal(exact, 6)).abs()).isLessThanOrEqualTo(HALF_CENT);
  }

  @Property(tries = 2_000)
  void aShortPositionGainsWhatALongOneLoses(
      @ForAll @BigRange(min = "0", max = "1000000") @Scale(3) BigDecimal price,
      @ForAll @BigRange(min = "0", max = "1000000") @Scale(2) BigDecimal paid,
      @ForAll @BigRange(min = "0", max = "1000000") @Scale(2) BigDecimal quantity) {
    assertThat(ProfitAndLoss.unrealized(price, paid, quantity.negate()))
        .isEqualByComparingTo(ProfitAndLoss.unrealized(price, paid, quantity).negate());
  }
}
