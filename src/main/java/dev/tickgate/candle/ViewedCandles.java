package dev.tickgate.candle;

import dev.tickgate.candle.ViewedSeries.Message;
import dev.tickgate.market.Candle;
import dev.tickgate.stream.Topic;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The series that have subscribers in the cluster. Confined to the leader's event loop. */
final class ViewedCandles {
  private final Function<String, Optional<Topic>> ticks;
  private final Closing closing;
  private final Map<Series, ViewedSeries> viewed = new HashMap<>();

  /**
   * @param ticks returns the topic of a symbol's ticks; empty where no feed serves it
   */
  ViewedCandles(Function<String, Optional<Topic>> ticks, Closing closing) {
    this.ticks = ticks;
    this.closing = closing;
  }

  /**
   * Adds a topic that has its first subscriber. A topic whose symbol or interval does not exist is
   * ignored.
   */
  void add(Topic name) {
    CandleTopic.parse(name)
        .ifPresent(
            topic ->
                series(topic)
                    .ifPresent(
                        series ->
                            viewed
                                .computeIfAbsent(series, each -> new ViewedSeries(each, closing))
                                .add(topic)));
  }

  /** Removes a topic that has no subscriber any more. */
  void remove(Topic name) {
    CandleTopic.parse(name)
        .ifPresent(
            topic ->
                series(topic)
                    .ifPresent(
                        series ->
                            viewed.computeIfPresent(
                                series, (same, of) -> of.remove(topic) ? of : null)));
  }

  private Optional<Series> series(CandleTopic topic) {
    return ticks.apply(topic.symbol()).map(found -> new Series(found, topic.interval()));
  }

  int size() {
    return viewed.size();
  }

  /** The series whose stored candles must be loaded. */
  Set<Series> unread() {
    return viewed.entrySet().stream()
        .filter(each -> !each.getValue().isLoaded())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Marks all series to be loaded again, because their copies of stored candles may be wrong. */
  void forget() {
    viewed.values().forEach(ViewedSeries::forget);
  }

  /** Adds the newest stored candles of a series; ignored where the series has no subscriber. */
  void load(Series series, Collection<Candle> stored) {
    Optional.ofNullable(viewed.get(series)).ifPresent(of -> of.load(stored));
  }

  /** Adds a changed candle as it is stored; ignored where its series has no subscriber. */
  void change(SeriesCandle changed) {
    Optional.ofNullable(viewed.get(changed.series())).ifPresent(of -> of.change(changed.candle()));
  }

  /** Takes the publications that are due. */
  List<Message> due(Instant now) {
    return viewed.values().stream().flatMap(of -> of.due(now).stream()).toList();
  }
}
