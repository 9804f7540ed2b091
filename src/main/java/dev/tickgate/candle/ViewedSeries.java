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
 * The candles of one series that has subscribers: what was published last, and what has changed
 * since. Confined to the leader's event loop.
 *
 * <pre>
 *   unknown ──loaded──▶ forming ──a later bucket, or the clock──▶ closed ──a later bucket──▶ forming
 * </pre>
 */
final class ViewedSeries {
  // A leader that catches up passes many buckets at once: subscribers get the newest of them.
  private static final int MOST_CHANGED = 100;

  private final Series series;
  private final Closing closing;
  private final Set<CandleTopic> topics = new LinkedHashSet<>();
  private final TreeMap<Instant, Candle> changed = new TreeMap<>();
  // Null before it is known.
  private Candle newest;
  private boolean newestClosed;
  private boolean loaded;

  /** A publication that is due. */
  record Message(CandleTopic topic, Candle candle, boolean closed) {}

  ViewedSeries(Series series, Closing closing) {
    this.series = series;
    this.closing = closing;
  }

  /** A topic has its first subscriber, who gets the newest candle. */
  void add(CandleTopic topic) {
    topics.add(topic);
    if (newest != null) {
      change(newest);
    }
  }

  /** Whether a topic with subscribers is left. */
  boolean remove(CandleTopic topic) {
    topics.remove(topic);
    return !topics.isEmpty();
  }

  boolean isLoaded() {
    return loaded;
  }

  /** The stored candles may have changed unnoticed. */
  void forget() {
    loaded = false;
  }

  /** Takes the newest stored candles, in any order. */
  void load(Collection<Candle> stored) {
    loaded = true;
    stored.forEach(this::change);
  }

  /** Takes a candle as it is stored now. */
  void change(Candle candle) {
    changed.put(candle.time(), candle);
    if (changed.size() > MOST_CHANGED) {
      changed.pollFirstEntry();
    }
  }

  /**
   * The publications that are due, each once: by time, so that the newest candle comes last and is
   * the one that later subscribers get first.
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
