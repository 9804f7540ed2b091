package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnseenIdsTest {
  @Test
  void beginsWithEveryId() {
    UnseenIds unseen = new UnseenIds(10);

    assertThat(unseen.lows()).containsExactly(Long.MIN_VALUE);
    assertThat(unseen.highs()).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void keepsTheIdsThatWereSkipped() {
    UnseenIds unseen = new UnseenIds(10);
    unseen.settled(0);

    IntStream.of(1, 2, 5, 3, 9).forEach(unseen::saw);

    assertThat(unseen.lows()).containsExactly(4L, 6L, 10L);
    assertThat(unseen.highs()).containsExactly(4L, 8L, Long.MAX_VALUE);
    assertThat(unseen.newest()).isEqualTo(9);
  }

  @Test
  void forgetsIdsThatCannotComeAnyMore() {
    UnseenIds unseen = new UnseenIds(10);
    unseen.settled(0);
    IntStream.of(3, 7, 12).forEach(unseen::saw);

    unseen.settled(9);

    assertThat(unseen.lows()).containsExactly(10L, 13L);
    assertThat(unseen.highs()).containsExactly(11L, Long.MAX_VALUE);
  }

  @Test
  void hasEveryUnseenIdAlsoWhereItsRangesAreBounded() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      UnseenIds unseen = new UnseenIds(8);
      TreeSet<Long> expected = new TreeSet<>();
      IntStream.rangeClosed(1, 300).forEach(id -> expected.add((long) id));
      for (int i = 0; i < 200; i++) {
        long id = 1 + random.nextInt(300);
        if (random.nextInt(50) == 0) {
          unseen.settled(id);
          expected.headSet(id, true).clear();
        } else {
          unseen.saw(id);
          expected.remove(id);
        }
        assertThat(unseen.lows()).hasSizeLessThanOrEqualTo(8);
        assertThat(expected).allMatch(each -> inRanges(unseen, each));
        assertThat(expected).allMatch(unseen::has);
      }
    }
  }

  @Test
  void beginsAgain() {
    UnseenIds unseen = new UnseenIds(10);
    unseen.saw(3);
    assertThat(unseen.has(3)).isFalse();

    unseen.reset();

    assertThat(unseen.has(3)).isTrue();
    assertThat(unseen.lows()).containsExactly(Long.MIN_VALUE);
  }

  private static boolean inRanges(UnseenIds unseen, long id) {
    Long[] lows = unseen.lows();
    Long[] highs = unseen.highs();
    return IntStream.range(0, lows.length).anyMatch(i -> lows[i] <= id && id <= highs[i]);
  }
}
