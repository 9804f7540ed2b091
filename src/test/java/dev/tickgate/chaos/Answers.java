package dev.tickgate.chaos;

import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.List;

/** The answers that the publishers of a topic got. Threads of publishers add. */
final class Answers {
  private final List<Answer> all = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private int moved;

  /** The position of a row in the answer to its publisher. */
  private record Answer(String row, Position position) {}

  /** Adds the answers of two nodes to one key, in the order of their arrival. */
  synchronized void add(List<String> rows, List<Position> first, List<Position> second) {
    add(rows, first);
    add(rows, second);
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      Position before = first.get(i);
      Position after = second.get(i);
      if (after.epoch() > before.epoch()) {
        moved++; // a new epoch began between them
      } else if (!after.equals(before)) {
        differences.add("publisher: %s at %s, then at %s".formatted(rows.get(i), before, after));
      }
    }
  }

  private void add(List<String> rows, List<Position> positions) {
    if (rows.size() != positions.size()) {
      differences.add("publisher: %s answered by %s".formatted(rows, positions));
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      all.add(new Answer(rows.get(i), positions.get(i)));
    }
  }

  synchronized void differ(String difference) {
    differences.add(difference);
  }

  /** Returns also the answers with a position at which the journal has another row. */
  synchronized List<String> differences(Truth truth) {
    List<String> found = new ArrayList<>(differences);
    for (Answer answer : all) {
      Position at = answer.position();
      String row = truth.at(at.epoch(), at.offset());
      if (!answer.row().equals(row)) {
        found.add("publisher: %s answered %s, where %s is".formatted(answer.row(), at, row));
      }
    }
    return found;
  }

  @Override
  public synchronized String toString() {
    return "%d answers, %d of another epoch when repeated".formatted(all.size(), moved);
  }
}
