package dev.tickgate.feed;

import java.util.Map;
import java.util.TreeMap;

/**
 * The ids that were not seen yet, as ranges: those after the newest id, and those that were skipped
 * because their transactions are open or were rolled back. With the ranges a look does not pass
 * over the index entries of rows that were removed and not vacuumed yet. The number of ranges is
 * bounded. Where there are too many, the nearest two are merged, which costs time and nothing else.
 * Confined to one event loop.
 */
final class UnseenIds {
  private final int most;
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /**
   * @param most the maximum number of ranges
   */
  UnseenIds(int most) {
    this.most = most;
    reset();
  }

  /** Marks every id as unseen. */
  void reset() {
    ranges.clear();
    ranges.put(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  boolean has(long id) {
    Map.Entry<Long, Long> range = ranges.floorEntry(id);
    return range != null && range.getValue() >= id;
  }

  void saw(long id) {
    if (!has(id)) {
      return;
    }
    Map.Entry<Long, Long> range = ranges.floorEntry(id);
    long low = range.getKey();
    long high = range.getValue();
    ranges.remove(low);
    if (low < id) {
      ranges.put(low, id - 1);
    }
    if (id < high) {
      ranges.put(id + 1, high);
    }
    if (ranges.size() > most) {
      mergeNearest();
    }
  }

  private void mergeNearest() {
    Map.Entry<Long, Long> before = null;
    Map.Entry<Long, Long> left = null;
    long least = Long.MAX_VALUE;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      if (before != null && range.getKey() - before.getValue() < least) {
        least = range.getKey() - before.getValue();
        left = before;
      }
      before = range;
    }
    Map.Entry<Long, Long> right = ranges.higherEntry(left.getKey());
    ranges.remove(right.getKey());
    ranges.put(left.getKey(), right.getValue());
  }

  /** Removes the ids up to that one, because no transaction can commit a row with them any more. */
  void settled(long id) {
    Map.Entry<Long, Long> range = ranges.floorEntry(id);
    if (range != null && range.getValue() > id) {
      ranges.put(id + 1, range.getValue());
    }
    ranges.headMap(id, true).clear();
  }

  /** The greatest id that was seen; {@link Long#MIN_VALUE} where none was. */
  long newest() {
    long open = ranges.lastKey();
    return open == Long.MIN_VALUE ? open : open - 1;
  }

  Long[] lows() {
    return ranges.keySet().toArray(Long[]::new);
  }

  Long[] highs() {
    return ranges.values().toArray(Long[]::new);
  }
}
