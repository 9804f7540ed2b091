package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FairShareTest {
  @Test
  void aProcessWithoutALeaseAsksTheOneWithMost() {
    Map<String, String> owners = Map.of("f0", "a", "f1", "a", "f2", "a", "f3", "b");
    assertThat(FairShare.due("c", owners)).contains("f2");
  }

  @Test
  void aDifferenceOfOneMovesNothing() {
    assertThat(FairShare.due("b", Map.of("f0", "a", "f1", "a", "f2", "b"))).isEmpty();
    assertThat(FairShare.due("b", Map.of("f0", "a"))).isEmpty();
    assertThat(FairShare.due("a", Map.of("f0", "a", "f1", "a", "f2", "a"))).isEmpty();
    assertThat(FairShare.due("a", Map.of())).isEmpty();
    assertThat(FairShare.gives(2, 1)).isFalse();
    assertThat(FairShare.gives(2, 0)).isTrue();
  }

  @Property(tries = 500)
  void leasesComeToRestWithADifferenceOfOneAtMost(
      @ForAll @IntRange(min = 1, max = 16) int feeds,
      @ForAll @IntRange(min = 1, max = 6) int processes,
      @ForAll long seed) {
    Random random = new Random(seed);
    Map<String, String> owners = new HashMap<>();
    IntStream.range(0, feeds).forEach(f -> owners.put("f" + f, "p" + random.nextInt(processes)));
    int moves = 0;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (String process : shuffled(processes, random)) {
        if (FairShare.due(process, owners).isPresent()) {
          owners.put(FairShare.due(process, owners).get(), process);
          moved = true;
          moves++;
          assertThat(moves).isLessThanOrEqualTo(feeds);
        }
      }
    }
    List<Integer> counts =
        IntStream.range(0, processes)
            .mapToObj(p -> Collections.frequency(owners.values(), "p" + p))
            .toList();
    assertThat(Collections.max(counts) - Collections.min(counts)).isLessThanOrEqualTo(1);
  }

  private static List<String> shuffled(int processes, Random random) {
    List<String> names =
        new ArrayList<>(IntStream.range(0, processes).mapToObj(p -> "p" + p).toList());
    Collections.shuffle(names, random);
    return names;
  }
}
