package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.chaos.Truth.Hole;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final long EPOCH = 7;
  private static final List<String> ROWS =
      IntStream.rangeClosed(1, 100).mapToObj(n -> "row " + n).toList();

  private boolean slow;
  private List<Span> narrow = List.of();
  private List<Hole> holes = List.of();
  private final List<Note> notes = new ArrayList<>(ticks(3, 100));

  @Test
  void aRunInWhichEverythingCameOnceAndInOrderHolds() {
    notes.add(50, new Broken(50, "killed"));
    notes.add(51, new Resumed(51, true));

    assertThat(check()).isEmpty();
  }

  @Test
  void aLostPublicationIsFound() {
    notes.remove(40);

    assertThat(check()).containsExactly("a: 7.44 after 7.42 (skipped 0), at 44 ms");
  }

  @Test
  void aLostLastPublicationIsFound() {
    notes.remove(notes.size() - 1);

    assertThat(check()).containsExactly("a: ended at 7.99, the stream at 7.100");
  }

  @Test
  void aPublicationLostOverABreakIsFound() {
    notes.set(40, new Broken(43, "killed"));

    assertThat(check()).containsExactly("a: 7.44 after 7.42 (skipped 0), at 44 ms");
  }

  @Test
  void aRepeatedPublicationIsFound() {
    notes.add(41, notes.get(40));

    assertThat(check()).containsExactly("a: 7.43 again, after 7.43, at 43 ms");
  }

  @Test
  void twoPublicationsInTheWrongOrderAreFound() {
    Collections.swap(notes, 40, 41);

    assertThat(check()).hasSize(3).element(1).asString().contains("7.43 again, after 7.44");
  }

  @Test
  void aWrongBodyAtAnOffsetIsFound() {
    notes.set(40, tick(43, "row 44", 0));

    assertThat(check()).containsExactly("a: 7.43 is row 44, not row 43");
  }

  @Test
  void anotherEpochIsFound() {
    notes.set(40, new Ticked(43, new Position(8, 43), "row 43", 0));

    assertThat(check())
        .containsExactly(
            "a: 8.43 is of an epoch that the database never had",
            "a: 8.43 after 7.42 without a word, at 43 ms",
            "a: 7.44 after 8.43, at 44 ms");
  }

  @Test
  void publicationsThatASlowClientWasToldToBeSkippedAreNoHole() {
    slow = true;
    notes.subList(40, 45).clear();
    notes.set(40, tick(48, "row 48", 5));

    assertThat(check()).isEmpty();
  }

  @Test
  void publicationsThatAClientWasToldToBeSkippedWhileLinksWereNarrowAreNoHole() {
    narrow = List.of(new Span(45, 50));
    notes.subList(40, 45).clear();
    notes.set(40, tick(48, "row 48", 5));

    assertThat(check()).isEmpty();
  }

  @Test
  void publicationsThatAreSkippedForAClientThatReadsAreFound() {
    narrow = List.of(new Span(0, 47), new Span(49, 100));
    notes.subList(40, 45).clear();
    notes.set(40, tick(48, "row 48", 5));

    assertThat(check()).containsExactly("a: skipped 5 before 7.48, at 48 ms, though it reads");
  }

  @Test
  void skippingMoreThanWasSaidIsFound() {
    slow = true;
    notes.subList(40, 45).clear();
    notes.set(40, tick(48, "row 48", 4));

    assertThat(check()).containsExactly("a: 7.48 after 7.42 (skipped 4), at 48 ms");
  }

  @Test
  void skippingLessThanWasSaidIsFound() {
    slow = true;
    notes.set(40, tick(43, "row 43", 1));

    assertThat(check()).containsExactly("a: 7.43 again, after 7.42, at 43 ms");
  }

  @Test
  void lostContinuityIsADifferenceWhereTheJournalLives() {
    notes.subList(40, 45).clear();
    notes.add(40, new Resumed(44, false));

    assertThat(check()).containsExactly("a: continuity lost at 44 ms");
  }

  @Test
  void lostContinuityAtTheEndIsADifferenceToo() {
    notes.add(new Resumed(101, false));

    assertThat(check()).containsExactly("a: continuity lost at 101 ms");
  }

  @Test
  void continuityMayBeLostOverEntriesThatAnOperatorDeleted() {
    holes = List.of(new Hole(43, EPOCH, new TreeMap<>(Map.of(44L, "row 44"))));
    notes.subList(40, 45).clear();
    notes.add(40, new Resumed(44, false));

    assertThat(check()).isEmpty();
  }

  @Test
  void continuityMayNotBeLostBeforeTheOperatorDeletesNorBehindIt() {
    holes =
        List.of(
            new Hole(45, EPOCH, new TreeMap<>(Map.of(44L, "row 44"))),
            new Hole(10, EPOCH, new TreeMap<>(Map.of(42L, "row 42"))));
    notes.subList(40, 45).clear();
    notes.add(40, new Resumed(44, false));

    assertThat(check()).containsExactly("a: continuity lost at 44 ms");
  }

  @Test
  void aHoleThatIsPassedOnAsRecoveredIsFound() {
    holes = List.of(new Hole(43, EPOCH, new TreeMap<>(Map.of(43L, "row 43"))));
    notes.set(40, new Resumed(44, true));

    assertThat(check()).containsExactly("a: 7.44 after 7.42 (skipped 0), at 44 ms");
  }

  @Test
  void aNewEpochOfWhichTheClientIsToldHolds() {
    notes.add(new Resumed(101, false));
    notes.addAll(newEpoch());

    assertThat(checkNewEpoch()).isEmpty();
  }

  @Test
  void aNewEpochWithoutAWordIsFound() {
    notes.addAll(newEpoch());

    assertThat(checkNewEpoch()).containsExactly("a: 8.95 after 7.100 without a word, at 201 ms");
  }

  @Test
  void aNewEpochThatIsPassedOnAsRecoveredIsFound() {
    notes.add(new Resumed(101, true));
    notes.addAll(newEpoch());

    assertThat(checkNewEpoch())
        .containsExactly("a: 8.95 after 7.100 after recovered:true, at 201 ms");
  }

  @Test
  void aClientThatGoesBackToAnEpochThatEndedIsFound() {
    notes.add(new Resumed(101, false));
    notes.addAll(newEpoch());
    notes.add(tick(100, "row 100", 0));

    assertThat(checkNewEpoch()).isNotEmpty().last().asString().startsWith("a: ended at 7.100");
  }

  @Test
  void aClientThatStaysInTheOldEpochIsFound() {
    assertThat(checkNewEpoch()).containsExactly("a: ended at 7.100, the stream at 8.99");
  }

  @Test
  void aPublicationLostInTheNewEpochIsFound() {
    notes.add(new Resumed(101, false));
    notes.addAll(newEpoch());
    notes.remove(notes.size() - 3);

    assertThat(checkNewEpoch()).containsExactly("a: 8.98 after 8.96 (skipped 0), at 204 ms");
  }

  @Test
  void aClientThatHeardNothingIsFound() {
    notes.clear();

    assertThat(check()).containsExactly("a: ended at null, the stream at 7.100");
  }

  @Test
  void aCommittedRowThatWasNeverPublishedIsFound() {
    Set<String> committed = new HashSet<>(ROWS);
    committed.add("row 101");

    assertThat(check(ROWS, committed, Set.of(), Set.of()))
        .containsExactly("journal: row 101 was committed and never published");
  }

  @Test
  void aRowPublishedTwiceIsFound() {
    List<String> journal = new ArrayList<>(ROWS);
    journal.set(1, "row 1");

    assertThat(check(journal, Set.copyOf(journal), Set.of(), Set.of()))
        .containsExactly("journal: row 1 at 1 and again at 2");
  }

  @Test
  void aRowThatNobodyCommittedIsFound() {
    Set<String> committed = new HashSet<>(ROWS);
    committed.remove("row 2");

    assertThat(check(ROWS, committed, Set.of(), Set.of()))
        .containsExactly("journal: row 2 at 2 was not committed, or is not valid");
  }

  @Test
  void aDatabaseThatForgetsOrInventsIsFound() {
    assertThat(check(ROWS, Set.copyOf(ROWS), Set.of("row 200"), Set.of("row 3")))
        .containsExactly(
            "table: row 200 was acknowledged and is gone",
            "table: row 3 was rolled back and is there");
  }

  @Test
  void anEntryThatIsMissingInTheJournalIsFound() {
    NavigableMap<Long, String> entries = numbered(ROWS);
    entries.remove(50L);

    assertThat(check(truth(entries, 100)))
        .contains("journal: 51 after 49", "a: 7.50 is row 50, not null");
  }

  @Test
  void aHeadBehindOrAheadOfTheJournalIsFound() {
    assertThat(check(truth(numbered(ROWS), 101))).contains("journal: ends at 100, the head is 101");
  }

  @Test
  void aDatabaseThatWentBackWithoutANewEpochIsFound() {
    Truth truth = Truth.of(EPOCH, ROWS, Set.copyOf(ROWS), Set.of(), Set.of());
    Truth forked =
        new Truth(
            EPOCH,
            100,
            truth.epochs(),
            List.of("epoch 7 has row 50 and row 500 at 50"),
            List.of(),
            truth.published(),
            truth.committed(),
            Set.of(),
            Set.of(),
            Set.of());

    assertThat(check(forked)).containsExactly("journal: epoch 7 has row 50 and row 500 at 50");
  }

  @Test
  void rowsThatAnOperatorDeletedOrABackupDidNotHoldAreExcused() {
    Set<String> committed = new HashSet<>(ROWS);
    committed.remove("row 2");
    Truth truth = Truth.of(EPOCH, ROWS, committed, Set.of("row 2"), Set.of());
    Truth excused =
        new Truth(
            EPOCH,
            100,
            truth.epochs(),
            List.of(),
            List.of(),
            truth.published(),
            committed,
            Set.of("row 2"),
            Set.of(),
            Set.of("row 2"));

    assertThat(check(excused)).isEmpty();
    assertThat(check(truth)).hasSize(2);
  }

  private List<String> check() {
    Truth plain = Truth.of(EPOCH, ROWS, Set.copyOf(ROWS), Set.of(), Set.of());
    return check(
        new Truth(
            EPOCH,
            100,
            plain.epochs(),
            List.of(),
            holes,
            plain.published(),
            plain.committed(),
            Set.of(),
            Set.of(),
            Set.of()));
  }

  private List<String> check(
      List<String> journal, Set<String> committed, Set<String> acknowledged, Set<String> undone) {
    Truth truth = Truth.of(EPOCH, journal, committed, acknowledged, undone);
    return Checker.check(truth, List.of(), List.of()).differences();
  }

  private List<String> check(Truth truth) {
    return Checker.check(truth, List.of(new Recording("a", slow, notes)), narrow).differences();
  }

  private static Truth truth(NavigableMap<Long, String> entries, long head) {
    return new Truth(
        EPOCH,
        head,
        Map.of(EPOCH, entries),
        List.of(),
        List.of(),
        Set.copyOf(ROWS),
        Set.copyOf(ROWS),
        Set.of(),
        Set.of(),
        Set.of());
  }

  /** The backup held 94 entries; rows 201 to 205 were written after it was restored. */
  private List<String> checkNewEpoch() {
    List<String> after = new ArrayList<>(ROWS.subList(0, 94));
    IntStream.rangeClosed(201, 205).forEach(n -> after.add("row " + n));
    Truth truth =
        new Truth(
            EPOCH + 1,
            99,
            Map.of(EPOCH, numbered(ROWS), EPOCH + 1, numbered(after)),
            List.of(),
            List.of(),
            Set.copyOf(after),
            Set.copyOf(after),
            Set.of("row 100"),
            Set.of(),
            Set.copyOf(ROWS.subList(94, 100)));
    return check(truth);
  }

  private static List<Note> newEpoch() {
    return IntStream.rangeClosed(201, 205)
        .mapToObj(n -> (Note) new Ticked(n, new Position(EPOCH + 1, n - 106), "row " + n, 0))
        .toList();
  }

  private static NavigableMap<Long, String> numbered(List<String> rows) {
    NavigableMap<Long, String> numbered = new TreeMap<>();
    rows.forEach(row -> numbered.put(numbered.size() + 1L, row));
    return numbered;
  }

  private static List<Note> ticks(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> tick(n, "row " + n, 0)).toList();
  }

  private static Note tick(int offset, String row, long skipped) {
    return new Ticked(offset, new Position(EPOCH, offset), row, skipped);
  }
}
