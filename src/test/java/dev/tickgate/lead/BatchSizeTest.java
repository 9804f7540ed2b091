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
    batchSize.took(100, TimeUnit.MINUTES.toNanos(1));

    assertThat(batchSize.size()).isEqualTo(50);
  }

  @Test
  void aFewRowsThatWereFastSayNothingOfMany() {
    batchSize.took(3, TimeUnit.MILLISECONDS.toNanos(1));

    assertThat(batchSize.size()).isEqualTo(250);
  }

  @Test
  void aFewRowsThatWereSlowSayNothingOfManyEither() {
    batchSize.took(3, TimeUnit.MILLISECONDS.toNanos(400));

    assertThat(batchSize.size()).isEqualTo(250);
  }

  @Test
  void growsAgainWhereTheDatabaseIsSlowWhateverTheNumberOfRows() {
    batchSize.took(250, TimeUnit.MINUTES.toNanos(1));
    batchSize.took(50, TimeUnit.MILLISECONDS.toNanos(120));
    batchSize.took(100, TimeUnit.MILLISECONDS.toNanos(120));

    assertThat(batchSize.size()).isEqualTo(200);
  }

  @Test
  void aSlowStatementOfAFewRowsDoesNotMakeItGrow() {
    batchSize.took(250, TimeUnit.SECONDS.toNanos(1));
    batchSize.took(75, TimeUnit.MILLISECONDS.toNanos(200));

    assertThat(batchSize.size()).isEqualTo(75);
  }
}
