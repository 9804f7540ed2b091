package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowIdSetTest {
  @Test
  void itHoldsTheSameRowsAsASetOfTheLibrary() {
    Random random = new Random(3);
    RowIdSet set = new RowIdSet();
    Set<RowId> expected = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      // A few keys with many symbols each, as quotes of the same second have.
      RowId id = new RowId(random.nextInt(20) * 1_000_000L, "S" + random.nextInt(2_000));
      assertThat(set.add(id)).isEqualTo(expected.add(id));
    }

    assertThat(set.size()).isEqualTo(expected.size());
    assertThat(expected).allMatch(set::contains);
    assertThat(set.contains(new RowId(0, "T"))).isFalse();
    assertThat(set.contains(new RowId(1, "S1"))).isFalse();
  }

  @Test
  void aKeyAloneIsAnotherRowThanTheKeyWithASymbol() {
    RowIdSet set = new RowIdSet();

    assertThat(set.add(RowId.of(0))).isTrue();
    assertThat(set.contains(new RowId(0, "A"))).isFalse();
    assertThat(set.add(new RowId(0, "A"))).isTrue();
    assertThat(set.add(RowId.of(0))).isFalse();
    assertThat(set.size()).isEqualTo(2);
  }

  @Test
  void symbolsWithTheSameHashAreDifferentRows() {
    RowIdSet set = new RowIdSet();
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

    assertThat(set.add(new RowId(7, "Aa"))).isTrue();
    assertThat(set.add(new RowId(7, "BB"))).isTrue();
    assertThat(set.add(new RowId(7, "Aa"))).isFalse();
  }
}
