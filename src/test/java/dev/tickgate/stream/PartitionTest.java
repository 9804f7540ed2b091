package dev.tickgate.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PartitionTest {
  @Property(tries = 500)
  void aTopicIsInThePartOfTheRemainderOfItsNumber(
      @ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long number,
      @ForAll @IntRange(min = 1, max = 16) int count) {
    Topic topic = new Topic("watchlist." + number);
    List<Integer> parts =
        IntStream.range(0, count)
            .filter(part -> new Partition(part, count).has(topic))
            .boxed()
            .toList();
    assertThat(parts).containsExactly((int) (number % count));
  }

  @Test
  void aTopicWithoutANumberIsInTheFirstPart() {
    for (String name : List.of("watchlist.a", "watchlist.1a", "watchlist.-1", "watchlist.٣")) {
      Topic.parse(name)
          .ifPresent(
              topic -> {
                assertThat(new Partition(0, 3).has(topic)).as(name).isTrue();
                assertThat(new Partition(1, 3).has(topic)).as(name).isFalse();
              });
    }
  }

  @Test
  void aPartIsOneOfItsCount() {
    assertThatThrownBy(() -> new Partition(2, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Partition(-1, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
