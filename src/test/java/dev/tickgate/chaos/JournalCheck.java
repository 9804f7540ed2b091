package dev.tickgate.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** Compares the journal with the table, and the table with what its writer was told. */
final class JournalCheck {
  private final Truth truth;
  private final Differences differences;

  JournalCheck(Truth truth, Differences differences) {
    this.truth = truth;
    this.differences = differences;
  }

  void run() {
    truth.forks().forEach(fork -> differences.add("journal: %s", fork));
    truth.epochs().values().forEach(this::isWithoutRepeats);
    isContiguous(truth.journal());
    truth.journal().forEach(this::isCommitted);
    contains("journal: %s was committed and never published", truth.committed(), truth.published());
    Set<String> kept = new HashSet<>(truth.committed());
    kept.addAll(truth.excused());
    contains("table: %s was acknowledged and is gone", truth.acknowledged(), kept);
    truth.abandoned().stream()
        .filter(truth.committed()::contains)
        .forEach(row -> differences.add("table: %s was rolled back and is there", row));
  }

  private void isWithoutRepeats(NavigableMap<Long, String> journal) {
    Map<String, Long> offsets = new HashMap<>();
    journal.forEach(
        (offset, row) -> {
          Long before = offsets.put(row, offset);
          if (before != null && !truth.wasDeleted(row)) {
            differences.repeated("journal: %s at %d and again at %d", row, before, offset);
          }
        });
  }

  private void isContiguous(NavigableMap<Long, String> journal) {
    long expected = journal.isEmpty() ? 1 : journal.firstKey();
    for (long offset : journal.keySet()) {
      if (offset != expected) {
        differences.missing(offset - expected, "journal: %d after %d", offset, expected - 1);
      }
      expected = offset + 1;
    }
    if (expected != truth.head() + 1) {
      differences.add("journal: ends at %d, the head is %d", expected - 1, truth.head());
    }
  }

  private void isCommitted(long offset, String row) {
    if (!truth.committed().contains(row) && !truth.excused().contains(row)) {
      differences.add("journal: %s at %d was not committed, or is not valid", row, offset);
    }
  }

  private void contains(String message, Set<String> expected, Set<String> found) {
    expected.stream()
        .filter(row -> !found.contains(row))
        .sorted()
        .forEach(row -> differences.missing(1, message, row));
  }
}
