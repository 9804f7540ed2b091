package dev.tickgate.candle;

import dev.tickgate.bus.FeedState;
import dev.tickgate.candle.ViewedSeries.Message;
import dev.tickgate.lead.DatabaseOutage;
import dev.tickgate.lead.DemandListener;
import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceListener;
import dev.tickgate.market.Candle;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Counts the ticks of all table feeds and publishes the candles that have subscribers, during one
 * leadership. It stores a candle before it publishes it. Confined to the leader's event loop.
 *
 * <pre>
 *   each 250 ms:  stored candles of new subscribers ──▶ journals ──▶ tables ──▶ publications
 * </pre>
 */
final class CandleSource implements Source, DemandListener {
  /** The shortest time between two publications of a forming candle. */
  static final Duration ROUND = Duration.ofMillis(250);

  private final Vertx vertx;
  private final List<FeedCounter> counters;
  private final CandleTables tables;
  private final CandleSettings settings;
  private final ViewedCandles viewed;
  private final CandleMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private Sequencer sequencer;
  private SourceListener listener;
  private Future<Void> round = Future.succeededFuture();
  private Optional<String> problem = Optional.empty();
  private boolean stopped;
  private long timer = -1;

  CandleSource(
      Vertx vertx,
      List<FeedCounter> counters,
      CandleTables tables,
      CandleSettings settings,
      ViewedCandles viewed,
      CandleMetrics metrics,
      InstantSource clock,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.counters = List.copyOf(counters);
    this.tables = tables;
    this.settings = settings;
    this.viewed = viewed;
    this.metrics = metrics;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public void start(Sequencer leader, SourceListener source) {
    sequencer = leader;
    listener = source;
    timer = vertx.setPeriodic(ROUND.toMillis(), now -> begin());
    listener.proven();
    begin();
  }

  @Override
  public Optional<DemandListener> demand() {
    return Optional.of(this);
  }

  @Override
  public void wanted(Topic topic) {
    viewed.add(topic);
    metrics.viewed(viewed.size());
  }

  @Override
  public void unwanted(Topic topic) {
    viewed.remove(topic);
    metrics.viewed(viewed.size());
  }

  private void begin() {
    if (!stopped && round.isComplete()) {
      round =
          load()
              .compose(loaded -> count())
              .onComplete(done -> publish())
              .transform((done, failure) -> end(failure));
    }
  }

  private Future<Void> load() {
    Set<Series> unread = viewed.unread();
    return unread.isEmpty()
        ? Future.succeededFuture()
        : tables.newest(unread).map(found -> load(unread, found));
  }

  private Void load(Set<Series> unread, List<SeriesCandle> found) {
    for (Series series : unread) {
      List<Candle> candles =
          found.stream()
              .filter(each -> each.series().equals(series))
              .map(SeriesCandle::candle)
              .toList();
      viewed.load(series, candles);
    }
    return null;
  }

  // Counts one feed after the other: they share the database connections of the leaders of all
  // feeds.
  private Future<Void> count() {
    List<Throwable> failures = new ArrayList<>();
    Future<Void> all = Future.succeededFuture();
    for (FeedCounter counter : counters) {
      all =
          all.compose(
              before ->
                  counter
                      .count(nanos.getAsLong() + ROUND.toNanos(), viewed::change)
                      .onFailure(failures::add)
                      .otherwiseEmpty());
    }
    return all.compose(
        done ->
            failures.isEmpty() ? Future.succeededFuture() : Future.failedFuture(failures.get(0)));
  }

  private void publish() {
    if (stopped) {
      return;
    }
    List<Message> due = viewed.due(clock.instant());
    List<Draft> drafts =
        due.stream()
            .map(
                message ->
                    new Draft(
                        message.topic().topic(),
                        "",
                        CandleJson.message(message.topic(), message.candle(), message.closed())))
            .toList();
    if (!drafts.isEmpty()) {
      // Nothing is published after the leadership has ended: the next leader reads the stored
      // candles.
      sequencer.publish(drafts).onSuccess(placed -> metrics.published(placed.size()));
    }
  }

  // The next round tries again, from the stored positions and candles.
  private Future<Void> end(Throwable failure) {
    problem = Optional.ofNullable(failure).map(cause -> String.valueOf(cause.getMessage()));
    if (problem.isPresent()) {
      viewed.forget();
    }
    if (!stopped) {
      listener.reads(Optional.ofNullable(failure).flatMap(DatabaseOutage::problemBeside));
    }
    return Future.succeededFuture();
  }

  @Override
  public FeedState state() {
    return problem.isEmpty() ? FeedState.LIVE : FeedState.SOURCE_UNAVAILABLE;
  }

  @Override
  public Future<Void> upkeep() {
    Instant now = clock.instant();
    Future<Void> all = Future.succeededFuture();
    for (CandleInterval interval : CandleInterval.values()) {
      all =
          all.compose(before -> tables.purge(interval, settings.oldest(interval, now)))
              .onSuccess(metrics::purged)
              .mapEmpty();
    }
    return all;
  }

  @Override
  public Future<Void> quiet() {
    stopped = true;
    vertx.cancelTimer(timer);
    metrics.viewed(0);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> idle() {
    return round;
  }
}
