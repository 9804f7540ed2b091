package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventLedgerTest {
  private static final EventTopic TOPIC = EventTopic.ROOM;

  private final EventLedger ledger = new EventLedger(TOPIC);

  @Test
  void acknowledgedPublicationsMustBeInTheJournal() {
    ledger.acknowledge("a");
    ledger.acknowledge("b");

    assertThat(check("a"))
        .containsExactly("journal: b room.chaos was committed and never published");
    assertThat(check("a", "b")).isEmpty();
  }

  @Test
  void thoseThatABackupDidNotHoldMayBeMissing() {
    ledger.acknowledge("a");
    ledger.acknowledge("b");

    assertThat(check(Set.of(TOPIC.row("b")), "a")).isEmpty();
    assertThat(check(Set.of(TOPIC.row("b")), "a", "b")).isEmpty();
  }

  @Test
  void aPublicationWhoseAnswerDidNotComeMayBeInTheJournalOnce() {
    ledger.leaveOpen("a");

    assertThat(check()).isEmpty();
    assertThat(check("a")).isEmpty();
    assertThat(check("a", "a")).containsExactly("journal: a room.chaos at 1 and again at 2");
  }

  @Test
  void aRowThatWasRolledBackMustNotBeInTheJournal() {
    ledger.rollBack("a");

    assertThat(check()).isEmpty();
    assertThat(check("a"))
        .containsExactly("journal: a room.chaos at 1 was not committed, or is not valid");
  }

  @Test
  void aKeyThatWasRolledBackOnceAndCommittedOnceIsCommitted() {
    ledger.rollBack("a");
    ledger.acknowledge("a");

    assertThat(check("a")).isEmpty();
    assertThat(check()).containsExactly("journal: a room.chaos was committed and never published");
  }

  private List<String> check(String... journal) {
    return check(Set.of(), journal);
  }

  private List<String> check(Set<String> excused, String... journal) {
    List<String> rows = Arrays.stream(journal).map(TOPIC::row).toList();
    Set<String> committed = ledger.committed(null, Set.copyOf(rows), excused);
    Truth plain =
        Truth.of(7, rows, committed, Set.copyOf(ledger.acknowledged()), ledger.abandoned());
    Truth truth =
        new Truth(
            7,
            rows.size(),
            plain.epochs(),
            List.of(),
            List.of(),
            plain.published(),
            committed,
            plain.acknowledged(),
            plain.abandoned(),
            excused);
    return Checker.check(truth, List.of(), List.of()).differences();
  }
}
