package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongSetTest {
  @Test
  void itHoldsWhatASetOfTheLibraryHolds() {
    Random random = new Random(3);
    LongSet set = new LongSet();
    Set<Long> expected = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      long value = i % 3 == 0 ? random.nextInt(50_000) - 25_000L : random.nextLong();
      assertThat(set.add(value)).isEqualTo(expected.add(value));
    }

    assertThat(set.size()).isEqualTo(expected.size());
    assertThat(expected).allMatch(set::contains);
    assertThat(set.contains(60_000)).isFalse();
  }

  @Test
  void zeroAndTheExtremesAreValuesLikeOthers() {
    LongSet set = new LongSet();
    for (long value : new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(set.contains(value)).isFalse();
      assertThat(set.add(value)).isTrue();
      assertThat(set.add(value)).isFalse();
      assertThat(set.contains(value)).isTrue();
    }
    assertThat(set.size()).isEqualTo(3);
  }
}
