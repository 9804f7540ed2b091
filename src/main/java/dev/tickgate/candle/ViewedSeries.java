package dev.tickgate.candle;

import dev.tickgate.market.Candle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The candles of one series that has subscribers: the newest published candle, and the candles that
 * have changed since. Confined to the leader's event loop.
 *
 * <pre>
 *   unknown ──loaded──▶ forming ──a later bucket, or the clock──▶ closed ──a later bucket──▶ forming
 * </pre>
 */
final class ViewedSeries {
  // A leader that catches up may change many buckets at once. Subscribers receive the newest of
  // them.
  private static final int MOST_CHANGED = 100;

  private final Series series;
  private final Closing closing;
  private final Set<CandleTopic> topics = new LinkedHashSet<>();
  private final TreeMap<Instant, Candle> changed = new TreeMap<>();
  // Null until the first publication is due.
  private Candle newest;
  private boolean newestClosed;
  private boolean loaded;

  /** A publication that is due. */
  record Message(CandleTopic topic, Candle candle, boolean closed) {}

  ViewedSeries(Series series, Closing closing) {
    this.series = series;
    this.closing = closing;
  }

  /** Adds a topic that has its first subscriber, which receives the newest candle. */
  void add(CandleTopic topic) {
    topics.add(topic);
    if (newest != null) {
      change(newest);
    }
  }

  /**
   * Removes a topic.
   *
   * @return whether a topic with subscribers is left
   */
  boolean remove(CandleTopic topic) {
    topics.remove(topic);
    return !topics.isEmpty();
  }

  boolean isLoaded() {
    return loaded;
  }

  /** Marks the series to be loaded again, because its stored candles may have changed. */
  void forget() {
    loaded = false;
  }

  /** Adds the newest stored candles, in any order. */
  void load(Collection<Candle> stored) {
    loaded = true;
    stored.forEach(this::change);
  }

  /** Adds a changed candle as it is stored. */
  void change(Candle candle) {
    changed.put(candle.time(), candle);
    if (changed.size() > MOST_CHANGED) {
      changed.pollFirstEntry();
    }
  }

  /**
   * Takes the publications that are due, in order of time. The newest candle comes last, so that
   * later subscribers receive it first.
   */
  List<Message> due(Instant now) {
    boolean isEnding =
        newest != null && !newestClosed && closing.isOver(series.interval(), newest.time(), now);
    if (changed.isEmpty() && !isEnding) {
      return List.of();
    }
    boolean isNewestLast =
        newest != null && (changed.isEmpty() || !changed.lastKey().isAfter(newest.time()));
    if (isNewestLast || newest != null && !newestClosed) {
      changed.putIfAbsent(newest.time(), newest);
    }
    newest = changed.lastEntry().getValue();
    newestClosed = closing.isOver(series.interval(), newest.time(), now);
    List<Message> due = new ArrayList<>();
    for (Candle candle : changed.values()) {
      boolean closed = candle != newest || newestClosed;
      topics.forEach(topic -> due.add(new Message(topic, candle, closed)));
    }
    changed.clear();
    return due;
  }
}
