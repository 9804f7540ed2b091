package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private final BatchSize portion = new BatchSize(Duration.ofSeconds(3));

  @Test
  void growsToAPageWhileTheDatabaseIsFast() {
    for (int i = 0; i < 5; i++) {
      portion.took(portion.size(), TimeUnit.MILLISECONDS.toNanos(20));
    }

    assertThat(portion.size()).isEqualTo(1_000);
  }

  @Test
  void shrinksAtOnceToWhatTakesATenthOfTheLease() {
    portion.took(250, TimeUnit.SECONDS.toNanos(1));

    assertThat(portion.size()).isEqualTo(75);
  }

  @Test
  void isNeverNothing() {
    portion.took(1, TimeUnit.MINUTES.toNanos(1));

    assertThat(portion.size()).isEqualTo(10);
  }

  @Test
  void aFewRowsThatWereFastSayNothingOfMany() {
    portion.took(3, TimeUnit.MILLISECONDS.toNanos(1));

    assertThat(portion.size()).isEqualTo(250);
  }

  @Test
  void aSlowStatementOfAFewRowsDoesNotMakeItGrow() {
    portion.took(250, TimeUnit.SECONDS.toNanos(1));
    portion.took(75, TimeUnit.MILLISECONDS.toNanos(200));

    assertThat(portion.size()).isEqualTo(75);
  }
}
