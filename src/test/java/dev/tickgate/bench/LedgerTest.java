package dev.tickgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void whatComesInOrderOnceIsRight() {
    hear(7, 8, 9);

    assertAccount(9, 0, 0, 0, 0);
    assertThat(ledger.reaches(9)).isTrue();
    assertThat(ledger.reaches(10)).isFalse();
  }

  @Test
  void whatNeverComesIsLostAtTheEndToo() {
    hear(7, 10, 11);

    assertAccount(11, 2, 0, 0, 0);
    assertAccount(14, 5, 0, 0, 0);
  }

  @Test
  void whatComesAgainIsDuplicated() {
    hear(7, 8, 8, 7, 9);

    assertAccount(9, 0, 2, 0, 0);
  }

  @Test
  void whatComesLateIsReorderedAndNotLost() {
    hear(1, 5, 3, 2, 4, 6);

    assertAccount(6, 0, 0, 3, 0);
  }

  @Test
  void aLateOneThatComesAgainIsDuplicated() {
    hear(1, 3, 2, 2);

    assertAccount(3, 0, 1, 1, 0);
  }

  @Test
  void whatIsSaidToBeSkippedIsNotLostButTheRestIs() {
    ledger.heard(1, 0);
    ledger.heard(5, 3);
    ledger.heard(9, 1);

    assertAccount(9, 2, 0, 0, 4);
  }

  private void hear(long... numbers) {
    for (long seq : numbers) {
      ledger.heard(seq, 0);
    }
  }

  private void assertAccount(long last, long lost, long duplicated, long reordered, long skipped) {
    assertThat(ledger.lost(last)).isEqualTo(lost);
    assertThat(ledger.duplicated()).isEqualTo(duplicated);
    assertThat(ledger.reordered()).isEqualTo(reordered);
    assertThat(ledger.skipped()).isEqualTo(skipped);
  }
}
