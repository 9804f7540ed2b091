package dev.tickgate.chaos;

import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.chaos.Truth.Hole;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A stream of a hundred rows in epoch 7, and a client that received all from the third on. */
final class CheckerFixture {
  static final long EPOCH = 7;
  static final List<String> ROWS = IntStream.rangeClosed(1, 100).mapToObj(n -> "row " + n).toList();

  boolean slow;
  List<Span> narrow = List.of();
  List<Hole> holes = List.of();
  final List<Note> notes = new ArrayList<>(ticks(3, 100));

  List<String> check() {
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

  List<String> check(Truth truth) {
    return Checker.check(truth, List.of(new Recording("a", slow, notes)), narrow).differences();
  }

  static NavigableMap<Long, String> numbered(List<String> rows) {
    NavigableMap<Long, String> numbered = new TreeMap<>();
    rows.forEach(row -> numbered.put(numbered.size() + 1L, row));
    return numbered;
  }

  static List<Note> ticks(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> tick(n, "row " + n, 0)).toList();
  }

  static Note tick(int offset, String row, long skipped) {
    return new Ticked(offset, new Position(EPOCH, offset), row, skipped);
  }
}
