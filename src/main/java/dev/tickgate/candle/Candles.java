package dev.tickgate.candle;

import dev.tickgate.bus.Bus;
import dev.tickgate.candle.CandleTables.Writer;
import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.JournalReader;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeadershipMetrics;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.Term;
import dev.tickgate.store.Schema;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Creates the parts of candles on one poller. Only the leader in the cluster counts ticks.
 *
 * @param coordination the database with the journals, which also stores the candles
 * @param feeds the feeds of tables whose ticks are counted
 * @param ticks returns the topic of a symbol's ticks; empty where no feed serves it
 */
public record Candles(
    CandleSettings settings,
    Coordination coordination,
    Bus bus,
    Owner owner,
    List<String> feeds,
    Function<String, Optional<Topic>> ticks,
    LeadershipMetrics leadership,
    CandleMetrics metrics,
    InstantSource clock,
    LongSupplier nanos) {
  public Candles {
    feeds = List.copyOf(feeds);
  }

  /** The tables that a poller needs in the coordination database where candles are enabled. */
  public static Schema schema() {
    return CandleTables.SCHEMA;
  }

  /** Creates the tables. */
  public static Future<Void> migrate(Pool pool) {
    return new CandleTables(pool).migrate();
  }

  /** Creates the verticle of the feed of candles; its tables must exist. */
  public LeaderVerticle verticle() {
    return new LeaderVerticle(
        FeedIdentity.inMemory(CandleSettings.FEED, "candles", "tickgate." + CandleSettings.FEED),
        FeedSettings.DEFAULT,
        coordination,
        bus,
        owner,
        leadership,
        vertx ->
            new SourceFactory() {
              @Override
              public List<Source> create(Term term) {
                return List.of(source(vertx, new Writer(owner.node(), term.number())));
              }

              // A standby counts nothing: the leader would not notice the changed candles and
              // position.
              @Override
              public Future<Void> rehearse(Sequencer rehearsal) {
                return Future.succeededFuture();
              }
            });
  }

  /** Creates the verticle that answers the questions of gateways on this node. */
  public VerticleBase queries() {
    CandleTables tables = new CandleTables(coordination.pool());
    return new CandleQueriesVerticle(
        bus, new CandleQueries(tables, new Closing(settings.days()), clock));
  }

  private Source source(Vertx vertx, Writer writer) {
    CandleTables tables = new CandleTables(coordination.pool());
    List<FeedCounter> counters =
        feeds.stream()
            .map(feed -> new JournalReader(coordination.pool(), feed))
            .map(
                journal ->
                    new FeedCounter(journal, tables, settings, writer, metrics, clock, nanos))
            .toList();
    return new CandleSource(
        vertx,
        counters,
        tables,
        settings,
        new ViewedCandles(ticks, new Closing(settings.days())),
        metrics,
        clock,
        nanos);
  }
}
