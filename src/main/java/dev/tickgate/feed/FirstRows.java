package dev.tickgate.feed;

import dev.tickgate.stream.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Selects the rows that the very first scan of a table publishes. Confined to the poller's event
 * loop.
 */
interface FirstRows {
  /**
   * @param found in the order of the keys
   */
  void add(List<Scanner.Found> found);

  /** Returns the selected rows, in the order of the keys. */
  List<Scanner.Found> all();

  /** Returns the selection for a start; empty where every row is published. */
  static Optional<FirstRows> of(Start start) {
    if (start instanceof Start.Lookback) {
      return Optional.of(new Newest());
    }
    return start instanceof Start.Latest ? Optional.of(new NewestOfEachTopic()) : Optional.empty();
  }

  /** The newest page of rows. */
  final class Newest implements FirstRows {
    private final Deque<Scanner.Found> newest = new ArrayDeque<>();

    @Override
    public void add(List<Scanner.Found> found) {
      newest.addAll(found);
      while (newest.size() > Scanner.PAGE) {
        newest.removeFirst();
      }
    }

    @Override
    public List<Scanner.Found> all() {
      return List.copyOf(newest);
    }
  }

  /** One row of each topic. */
  final class NewestOfEachTopic implements FirstRows {
    private final Map<Topic, Scanner.Found> newest = new LinkedHashMap<>();

    @Override
    public void add(List<Scanner.Found> found) {
      for (Scanner.Found row : found) {
        newest.remove(row.topic());
        newest.put(row.topic(), row);
      }
    }

    @Override
    public List<Scanner.Found> all() {
      return List.copyOf(newest.values());
    }
  }
}
