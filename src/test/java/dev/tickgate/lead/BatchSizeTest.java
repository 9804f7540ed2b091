package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private final BatchSize batchSize = new BatchSize(Duration.ofSeconds(3));

  @Test
  void growsToAPageWhileTheDatabaseIsFast() {
    for (int i = 0; i < 5; i++) {
      batchSize.took(batchSize.size(), TimeUnit.MILLISECONDS.toNanos(20));
    }

    assertThat(batchSize.size()).isEqualTo(1_000);
  }

  @Test
  void shrinksAtOnceToWhatTakesATenthOfTheLease() {
    batchSize.took(250, TimeUnit.SECONDS.toNanos(1));

    assertThat(batchSize.size()).isEqualTo(75);
  }

  @Test
  void isNeverNothing() {
    batchSize.took(1, TimeUnit.MINUTES.toNanos(1));

    assertThat(batchSize.size()).isEqualTo(10);
  }

  @Test
  void aFewRowsThatWereFastSayNothingOfMany() {
    batchSize.took(3, TimeUnit.MILLISECONDS.toNanos(1));

    assertThat(batchSize.size()).isEqualTo(250);
  }

  @Test
  void aSlowStatementOfAFewRowsDoesNotMakeItGrow() {
    batchSize.took(250, TimeUnit.SECONDS.toNanos(1));
    batchSize.took(75, TimeUnit.MILLISECONDS.toNanos(200));

    assertThat(batchSize.size()).isEqualTo(75);
  }
}
