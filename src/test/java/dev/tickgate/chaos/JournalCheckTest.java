package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalCheckTest {
  @Test
  void aCommittedRowThatWasNeverPublishedIsFound() {
    Set<String> committed = new HashSet<>(CheckerFixture.ROWS);
    committed.add("row 101");

    assertThat(check(CheckerFixture.ROWS, committed, Set.of(), Set.of()))
        .containsExactly("journal: row 101 was committed and never published");
  }

  @Test
  void aRowPublishedTwiceIsFound() {
    List<String> journal = new ArrayList<>(CheckerFixture.ROWS);
    journal.set(1, "row 1");

    assertThat(check(journal, Set.copyOf(journal), Set.of(), Set.of()))
        .containsExactly("journal: row 1 at 1 and again at 2");
  }

  @Test
  void aRowThatNobodyCommittedIsFound() {
    Set<String> committed = new HashSet<>(CheckerFixture.ROWS);
    committed.remove("row 2");

    assertThat(check(CheckerFixture.ROWS, committed, Set.of(), Set.of()))
        .containsExactly("journal: row 2 at 2 was not committed, or is not valid");
  }

  @Test
  void aDatabaseThatForgetsOrInventsIsFound() {
    assertThat(
            check(
                CheckerFixture.ROWS,
                Set.copyOf(CheckerFixture.ROWS),
                Set.of("row 200"),
                Set.of("row 3")))
        .containsExactly(
            "table: row 200 was acknowledged and is gone",
            "table: row 3 was rolled back and is there");
  }

  @Test
  void anEntryThatIsMissingInTheJournalIsFound() {
    NavigableMap<Long, String> entries = CheckerFixture.numbered(CheckerFixture.ROWS);
    entries.remove(50L);

    assertThat(new CheckerFixture().check(truth(entries, 100)))
        .contains("journal: 51 after 49", "a: 7.50 is row 50, not null");
  }

  @Test
  void aHeadBehindOrAheadOfTheJournalIsFound() {
    assertThat(new CheckerFixture().check(truth(CheckerFixture.numbered(CheckerFixture.ROWS), 101)))
        .contains("journal: ends at 100, the head is 101");
  }

  @Test
  void aDatabaseThatWentBackWithoutANewEpochIsFound() {
    Truth truth =
        Truth.of(
            CheckerFixture.EPOCH,
            CheckerFixture.ROWS,
            Set.copyOf(CheckerFixture.ROWS),
            Set.of(),
            Set.of());
    Truth forked =
        new Truth(
            CheckerFixture.EPOCH,
            100,
            truth.epochs(),
            List.of("epoch 7 has row 50 and row 500 at 50"),
            List.of(),
            truth.published(),
            truth.committed(),
            Set.of(),
            Set.of(),
            Set.of());

    assertThat(new CheckerFixture().check(forked))
        .containsExactly("journal: epoch 7 has row 50 and row 500 at 50");
  }

  @Test
  void rowsThatAnOperatorDeletedOrABackupDidNotHoldAreExcused() {
    Set<String> committed = new HashSet<>(CheckerFixture.ROWS);
    committed.remove("row 2");
    Truth truth =
        Truth.of(CheckerFixture.EPOCH, CheckerFixture.ROWS, committed, Set.of("row 2"), Set.of());
    Truth excused =
        new Truth(
            CheckerFixture.EPOCH,
            100,
            truth.epochs(),
            List.of(),
            List.of(),
            truth.published(),
            committed,
            Set.of("row 2"),
            Set.of(),
            Set.of("row 2"));

    assertThat(new CheckerFixture().check(excused)).isEmpty();
    assertThat(new CheckerFixture().check(truth)).hasSize(2);
  }

  private static List<String> check(
      List<String> journal, Set<String> committed, Set<String> acknowledged, Set<String> undone) {
    Truth truth = Truth.of(CheckerFixture.EPOCH, journal, committed, acknowledged, undone);
    return Checker.check(truth, List.of(), List.of()).differences();
  }

  private static Truth truth(NavigableMap<Long, String> entries, long head) {
    return new Truth(
        CheckerFixture.EPOCH,
        head,
        Map.of(CheckerFixture.EPOCH, entries),
        List.of(),
        List.of(),
        Set.copyOf(CheckerFixture.ROWS),
        Set.copyOf(CheckerFixture.ROWS),
        Set.of(),
        Set.of(),
        Set.of());
  }
}
