package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Truth TRUTH =
      Truth.of(7, List.of("a", "b", "c"), Set.of("a", "b", "c"), Set.of(), Set.of());

  private final Answers answers = new Answers();

  @Test
  void equalAnswersThatAreTrueAreNoDifference() {
    answers.add(List.of("a"), at(1), at(1));
    answers.add(List.of("b", "c"), at(2, 3), at(2, 3));

    assertThat(answers.differences(TRUTH)).isEmpty();
  }

  @Test
  void anotherPositionForARepeatedKeyIsFound() {
    answers.add(List.of("a"), at(1), at(2));

    assertThat(answers.differences(TRUTH))
        .containsExactly(
            "publisher: a at 7.1, then at 7.2", "publisher: a answered 7.2, where b is");
  }

  @Test
  void anAnswerOfAnEarlierEpochIsFound() {
    answers.add(List.of("a"), at(1), List.of(new Position(6, 1)));

    assertThat(answers.differences(TRUTH))
        .containsExactly(
            "publisher: a at 7.1, then at 6.1", "publisher: a answered 6.1, where null is");
  }

  @Test
  void anAnswerOfANewEpochIsComparedWithTheJournalOnly() {
    answers.add(List.of("a"), at(1), List.of(new Position(8, 1)));

    assertThat(answers.differences(TRUTH))
        .containsExactly("publisher: a answered 8.1, where null is");
  }

  @Test
  void anAnswerThatLacksPartsOfABatchIsFound() {
    answers.add(List.of("b", "c"), at(2, 3), at(2));

    assertThat(answers.differences(TRUTH)).containsExactly("publisher: [b, c] answered by [7.2]");
  }

  private static List<Position> at(long... offsets) {
    return Arrays.stream(offsets).mapToObj(offset -> new Position(7, offset)).toList();
  }
}
