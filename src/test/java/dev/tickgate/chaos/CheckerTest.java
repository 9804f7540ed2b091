package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private final CheckerFixture client = new CheckerFixture();

  @Test
  void aRunInWhichEverythingCameOnceAndInOrderHolds() {
    client.notes.add(50, new Broken(50, "killed"));
    client.notes.add(51, new Resumed(51, true));

    assertThat(client.check()).isEmpty();
  }

  @Test
  void aLostPublicationIsFound() {
    client.notes.remove(40);

    assertThat(client.check()).containsExactly("a: 7.44 after 7.42 (skipped 0), at 44 ms");
  }

  @Test
  void aLostLastPublicationIsFound() {
    client.notes.remove(client.notes.size() - 1);

    assertThat(client.check()).containsExactly("a: ended at 7.99, the stream at 7.100");
  }

  @Test
  void aPublicationLostOverABreakIsFound() {
    client.notes.set(40, new Broken(43, "killed"));

    assertThat(client.check()).containsExactly("a: 7.44 after 7.42 (skipped 0), at 44 ms");
  }

  @Test
  void aRepeatedPublicationIsFound() {
    client.notes.add(41, client.notes.get(40));

    assertThat(client.check()).containsExactly("a: 7.43 again, after 7.43, at 43 ms");
  }

  @Test
  void twoPublicationsInTheWrongOrderAreFound() {
    Collections.swap(client.notes, 40, 41);

    assertThat(client.check()).hasSize(3).element(1).asString().contains("7.43 again, after 7.44");
  }

  @Test
  void aWrongBodyAtAnOffsetIsFound() {
    client.notes.set(40, CheckerFixture.tick(43, "row 44", 0));

    assertThat(client.check()).containsExactly("a: 7.43 is row 44, not row 43");
  }

  @Test
  void anotherEpochIsFound() {
    client.notes.set(40, new Ticked(43, new Position(8, 43), "row 43", 0));

    assertThat(client.check())
        .containsExactly(
            "a: 8.43 is of an epoch that the database never had",
            "a: 8.43 after 7.42 without a word, at 43 ms",
            "a: 7.44 after 8.43, at 44 ms");
  }

  @Test
  void publicationsThatASlowClientWasToldToBeSkippedAreNoHole() {
    client.slow = true;
    client.notes.subList(40, 45).clear();
    client.notes.set(40, CheckerFixture.tick(48, "row 48", 5));

    assertThat(client.check()).isEmpty();
  }

  @Test
  void publicationsThatAClientWasToldToBeSkippedWhileLinksWereNarrowAreNoHole() {
    client.narrow = List.of(new Span(45, 50));
    client.notes.subList(40, 45).clear();
    client.notes.set(40, CheckerFixture.tick(48, "row 48", 5));

    assertThat(client.check()).isEmpty();
  }

  @Test
  void publicationsThatAreSkippedForAClientThatReadsAreFound() {
    client.narrow = List.of(new Span(0, 47), new Span(49, 100));
    client.notes.subList(40, 45).clear();
    client.notes.set(40, CheckerFixture.tick(48, "row 48", 5));

    assertThat(client.check())
        .containsExactly("a: skipped 5 before 7.48, at 48 ms, though it reads");
  }

  @Test
  void skippingMoreThanWasSaidIsFound() {
    client.slow = true;
    client.notes.subList(40, 45).clear();
    client.notes.set(40, CheckerFixture.tick(48, "row 48", 4));

    assertThat(client.check()).containsExactly("a: 7.48 after 7.42 (skipped 4), at 48 ms");
  }

  @Test
  void skippingLessThanWasSaidIsFound() {
    client.slow = true;
    client.notes.set(40, CheckerFixture.tick(43, "row 43", 1));

    assertThat(client.check()).containsExactly("a: 7.43 again, after 7.42, at 43 ms");
  }

  @Test
  void aClientThatHeardNothingIsFound() {
    client.notes.clear();

    assertThat(client.check()).containsExactly("a: ended at null, the stream at 7.100");
  }
}
