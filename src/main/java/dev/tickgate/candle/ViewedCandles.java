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

/** The series that somebody in the cluster subscribes to. Confined to the leader's event loop. */
final class ViewedCandles {
  private final Function<String, Optional<Topic>> ticks;
  private final Closing closing;
  private final Map<Series, ViewedSeries> viewed = new HashMap<>();

  /**
   * @param ticks the topic of the ticks of a symbol; empty where no feed has it
   */
  ViewedCandles(Function<String, Optional<Topic>> ticks, Closing closing) {
    this.ticks = ticks;
    this.closing = closing;
  }

  /** A topic has its first subscriber. Names that clients invent have no series. */
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

  /** A topic has no subscriber any more. */
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

  /** Those whose stored candles are not known yet. */
  Set<Series> unread() {
    return viewed.entrySet().stream()
        .filter(each -> !each.getValue().isLoaded())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Drops the copies of stored candles, which may be wrong. */
  void forget() {
    viewed.values().forEach(ViewedSeries::forget);
  }

  /** Takes the newest stored candles of a series; does nothing where nobody subscribes to it. */
  void load(Series series, Collection<Candle> stored) {
    Optional.ofNullable(viewed.get(series)).ifPresent(of -> of.load(stored));
  }

  /** Takes a candle as it is stored now; does nothing where nobody subscribes to its series. */
  void change(SeriesCandle changed) {
    Optional.ofNullable(viewed.get(changed.series())).ifPresent(of -> of.change(changed.candle()));
  }

  /** The publications that are due, each once. */
  List<Message> due(Instant now) {
    return viewed.values().stream().flatMap(of -> of.due(now).stream()).toList();
  }
}
