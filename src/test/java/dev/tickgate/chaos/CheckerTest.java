package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final long EPOCH = 7;
  private static final List<String> ROWS =
      IntStream.rangeClosed(1, 100).mapToObj(n -> "row " + n).toList();

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

    assertThat(check()).containsExactly("a: ended at 7.99, the stream at 100");
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

    assertThat(check()).containsExactly("a: 8.43 is of another epoch than 7");
  }

  @Test
  void whatTheClientWasToldToBeSkippedIsNoHole() {
    notes.subList(40, 45).clear();
    notes.set(40, tick(48, "row 48", 5));

    assertThat(check()).isEmpty();
  }

  @Test
  void skippingMoreThanWasSaidIsFound() {
    notes.subList(40, 45).clear();
    notes.set(40, tick(48, "row 48", 4));

    assertThat(check()).containsExactly("a: 7.48 after 7.42 (skipped 4), at 48 ms");
  }

  @Test
  void skippingLessThanWasSaidIsFound() {
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
  void aClientThatHeardNothingIsFound() {
    notes.clear();

    assertThat(check()).containsExactly("a: ended at null, the stream at 100");
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

  private List<String> check() {
    return check(ROWS, Set.copyOf(ROWS), Set.of(), Set.of());
  }

  private List<String> check(
      List<String> journal, Set<String> committed, Set<String> acknowledged, Set<String> undone) {
    Truth truth = new Truth(EPOCH, journal, committed, acknowledged, undone);
    List<Recording> recordings = journal == ROWS ? List.of(new Recording("a", notes)) : List.of();
    return Checker.check(truth, recordings).differences();
  }

  private static List<Note> ticks(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> tick(n, "row " + n, 0)).toList();
  }

  private static Note tick(int offset, String row, long skipped) {
    return new Ticked(offset, new Position(EPOCH, offset), row, skipped);
  }
}
