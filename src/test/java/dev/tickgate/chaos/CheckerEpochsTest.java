package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.chaos.Truth.Hole;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckerEpochsTest {
  private final CheckerFixture client = new CheckerFixture();

  @Test
  void lostContinuityIsADifferenceWhereTheJournalLives() {
    client.notes.subList(40, 45).clear();
    client.notes.add(40, new Resumed(44, false));

    assertThat(client.check()).containsExactly("a: continuity lost at 44 ms");
  }

  @Test
  void lostContinuityAtTheEndIsADifferenceToo() {
    client.notes.add(new Resumed(101, false));

    assertThat(client.check()).containsExactly("a: continuity lost at 101 ms");
  }

  @Test
  void continuityMayBeLostOverEntriesThatAnOperatorDeleted() {
    client.holes =
        List.of(new Hole(43, CheckerFixture.EPOCH, new TreeMap<>(Map.of(44L, "row 44"))));
    client.notes.subList(40, 45).clear();
    client.notes.add(40, new Resumed(44, false));

    assertThat(client.check()).isEmpty();
  }

  @Test
  void continuityMayNotBeLostBeforeTheOperatorDeletesNorBehindIt() {
    client.holes =
        List.of(
            new Hole(45, CheckerFixture.EPOCH, new TreeMap<>(Map.of(44L, "row 44"))),
            new Hole(10, CheckerFixture.EPOCH, new TreeMap<>(Map.of(42L, "row 42"))));
    client.notes.subList(40, 45).clear();
    client.notes.add(40, new Resumed(44, false));

    assertThat(client.check()).containsExactly("a: continuity lost at 44 ms");
  }

  @Test
  void aHoleThatIsPassedOnAsRecoveredIsFound() {
    client.holes =
        List.of(new Hole(43, CheckerFixture.EPOCH, new TreeMap<>(Map.of(43L, "row 43"))));
    client.notes.set(40, new Resumed(44, true));

    assertThat(client.check()).containsExactly("a: 7.44 after 7.42 (skipped 0), at 44 ms");
  }

  @Test
  void aNewEpochOfWhichTheClientIsToldHolds() {
    client.notes.add(new Resumed(101, false));
    client.notes.addAll(newEpoch());

    assertThat(checkNewEpoch()).isEmpty();
  }

  @Test
  void aNewEpochWithoutAWordIsFound() {
    client.notes.addAll(newEpoch());

    assertThat(checkNewEpoch()).containsExactly("a: 8.95 after 7.100 without a word, at 201 ms");
  }

  @Test
  void aNewEpochThatIsPassedOnAsRecoveredIsFound() {
    client.notes.add(new Resumed(101, true));
    client.notes.addAll(newEpoch());

    assertThat(checkNewEpoch())
        .containsExactly("a: 8.95 after 7.100 after recovered:true, at 201 ms");
  }

  @Test
  void aClientThatGoesBackToAnEpochThatEndedIsFound() {
    client.notes.add(new Resumed(101, false));
    client.notes.addAll(newEpoch());
    client.notes.add(CheckerFixture.tick(100, "row 100", 0));

    assertThat(checkNewEpoch()).isNotEmpty().last().asString().startsWith("a: ended at 7.100");
  }

  @Test
  void aClientThatStaysInTheOldEpochIsFound() {
    assertThat(checkNewEpoch()).containsExactly("a: ended at 7.100, the stream at 8.99");
  }

  @Test
  void aPublicationLostInTheNewEpochIsFound() {
    client.notes.add(new Resumed(101, false));
    client.notes.addAll(newEpoch());
    client.notes.remove(client.notes.size() - 3);

    assertThat(checkNewEpoch()).containsExactly("a: 8.98 after 8.96 (skipped 0), at 204 ms");
  }

  /** The backup held 94 entries; rows 201 to 205 were written after it was restored. */
  private List<String> checkNewEpoch() {
    List<String> after = new ArrayList<>(CheckerFixture.ROWS.subList(0, 94));
    IntStream.rangeClosed(201, 205).forEach(n -> after.add("row " + n));
    Truth truth =
        new Truth(
            CheckerFixture.EPOCH + 1,
            99,
            Map.of(
                CheckerFixture.EPOCH,
                CheckerFixture.numbered(CheckerFixture.ROWS),
                CheckerFixture.EPOCH + 1,
                CheckerFixture.numbered(after)),
            List.of(),
            List.of(),
            Set.copyOf(after),
            Set.copyOf(after),
            Set.of("row 100"),
            Set.of(),
            Set.copyOf(CheckerFixture.ROWS.subList(94, 100)));
    return client.check(truth);
  }

  private static List<Note> newEpoch() {
    return IntStream.rangeClosed(201, 205)
        .mapToObj(
            n ->
                (Note)
                    new Ticked(n, new Position(CheckerFixture.EPOCH + 1, n - 106), "row " + n, 0))
        .toList();
  }
}
