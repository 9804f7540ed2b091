package dev.tickgate.chaos;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content that a stream should have had, collected while the run went on.
 *
 * @param epoch the last one
 * @param head the newest offset of the last epoch
 * @param epochs the rows of each epoch by offset, also those that the journal holds no more
 * @param forks the offsets of one epoch that two rows had
 * @param holes the offsets that an operator deleted from the journal
 * @param published the rows that the journal holds, or would hold without an operator
 * @param committed the valid rows of the table
 * @param acknowledged the rows whose commit was confirmed to the writer
 * @param abandoned the rows that the writer rolled back
 * @param excused the rows that an operator deleted from the table, or that a backup did not hold
 */
record Truth(
    long epoch,
    long head,
    Map<Long, NavigableMap<Long, String>> epochs,
    List<String> forks,
    List<Hole> holes,
    Set<String> published,
    Set<String> committed,
    Set<String> acknowledged,
    Set<String> abandoned,
    Set<String> excused) {

  /** Entries that an operator deleted, at a moment of the run in milliseconds. */
  record Hole(long at, long epoch, NavigableMap<Long, String> entries) {
    boolean isBehind(long offset) {
      return entries.lastKey() > offset;
    }
  }

  /** A stream of one epoch, whose first offset is 1. */
  static Truth of(
      long epoch,
      List<String> journal,
      Set<String> committed,
      Set<String> acknowledged,
      Set<String> abandoned) {
    NavigableMap<Long, String> entries = new TreeMap<>();
    journal.forEach(row -> entries.put(entries.size() + 1L, row));
    return new Truth(
        epoch,
        journal.size(),
        Map.of(epoch, entries),
        List.of(),
        List.of(),
        Set.copyOf(journal),
        committed,
        acknowledged,
        abandoned,
        Set.of());
  }

  /** The row at that offset, or null. */
  String at(long ofEpoch, long offset) {
    return epochs.getOrDefault(ofEpoch, new TreeMap<>()).get(offset);
  }

  NavigableMap<Long, String> journal() {
    return epochs.getOrDefault(epoch, new TreeMap<>());
  }

  /** Whether an operator had deleted publications behind that offset before that moment. */
  boolean hasHoleBehind(long ofEpoch, long offset, long moment) {
    return holes.stream()
        .anyMatch(hole -> hole.epoch() == ofEpoch && hole.at() <= moment && hole.isBehind(offset));
  }

  /** Whether an operator deleted the entry of this row. */
  boolean wasDeleted(String row) {
    return holes.stream().anyMatch(hole -> hole.entries().containsValue(row));
  }
}
