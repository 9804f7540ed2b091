package dev.tickgate.node;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.candle.CandleSettings;
import dev.tickgate.config.Config;
import dev.tickgate.event.StatisticsVerticle;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.JournalQueriesVerticle;
import dev.tickgate.feed.OutboxSources;
import dev.tickgate.feed.OutboxTable;
import dev.tickgate.feed.TableSources;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.ops.FeedMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.OutboxMeters;
import dev.tickgate.ops.PublishMeters;
import dev.tickgate.publish.PublishRequests;
import dev.tickgate.publish.Publisher;
import dev.tickgate.room.RoomSettings;
import dev.tickgate.room.Rooms;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.watchlist.WatchlistSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The parts of a poller: the feeds of tables and of events, statistics, watchlists, candles and
 * rooms.
 */
record PollerParts(
    Config config,
    List<Feed> feeds,
    Databases databases,
    Bus bus,
    Meters meters,
    Leaders leaders,
    ShutdownStack parts) {

  private static final FeedIdentity EVENTS =
      new FeedIdentity(Config.EVENTS_FEED, Optional.empty(), "events", "tickgate.events");

  Future<Void> start() {
    Owner owner = leaders.owner(config.cluster());
    FeedSettings settings = settings().withRetention(config.journalRetention());
    List<LeaderVerticle> leading = new ArrayList<>();
    feeds.forEach(feed -> leading.add(table(feed, settings, owner)));
    if (config.events()) {
      leading.add(events(settings.withRetention(Routes.eventRetention(config)), owner));
    }
    List<JournalQueriesVerticle> queries =
        feeds.stream()
            .map(
                feed ->
                    new JournalQueriesVerticle(
                        feed, databases.feeds().source(), databases.feeds().coordination(), bus))
            .toList();
    leaders.announce("leadership", leading);
    return parts
        .deployTogether(queries)
        .compose(answering -> parts.deployTogether(leading))
        .compose(started -> config.events() ? statistics() : Future.succeededFuture())
        .compose(
            started ->
                config
                    .watchlists()
                    .map(on -> watchlists(on, owner))
                    .orElseGet(Future::succeededFuture))
        .compose(
            started ->
                config.candles().map(on -> candles(on, owner)).orElseGet(Future::succeededFuture))
        .compose(
            started -> config.rooms().map(on -> rooms(owner)).orElseGet(Future::succeededFuture));
  }

  private FeedSettings settings() {
    return config.cluster().enabled() ? FeedSettings.DEFAULT : FeedSettings.DEFAULT.alone();
  }

  private LeaderVerticle table(Feed feed, FeedSettings settings, Owner owner) {
    return TableSources.verticle(
        feed, settings, databases.feeds(), bus, owner, new FeedMeters(meters, feed.name()));
  }

  /** Creates the leader of the built-in feed of published events. */
  private LeaderVerticle events(FeedSettings settings, Owner owner) {
    return new LeaderVerticle(
        EVENTS,
        settings,
        databases.feeds().leadership(),
        bus,
        owner,
        new FeedMeters(meters, EVENTS.name()),
        vertx ->
            SourceFactory.of(
                List.of(PublishRequests.of(vertx, bus, EVENTS.name(), routes()), outbox(vertx))));
  }

  private SourceFactory outbox(Vertx vertx) {
    return new OutboxSources(
        vertx,
        new OutboxTable(databases.feeds().source(), config.coordination().isEmpty()),
        databases.feeds().listen(),
        EVENTS.name(),
        routes(),
        PublishingRules.of(config),
        config.outboxPoll(),
        new OutboxMeters(meters),
        System::nanoTime);
  }

  private Future<Void> statistics() {
    return parts.deploy(
        new StatisticsVerticle(
            databases.feeds().coordination(),
            bus,
            Config.EVENTS_FEED,
            config.realtime().channels()));
  }

  private Future<Void> watchlists(WatchlistSettings settings, Owner owner) {
    WatchlistParts watchlists = new WatchlistParts(settings, databases, bus, meters, owner);
    List<LeaderVerticle> leading = watchlists.leaders(routes());
    leaders.announce("watchlists", leading);
    return watchlists
        .migrate()
        .compose(ready -> parts.deployTogether(leading))
        .compose(started -> parts.deployTogether(watchlists.balance()));
  }

  private Future<Void> candles(CandleSettings settings, Owner owner) {
    return new CandleParts(config, feeds, bus, meters, leaders, parts)
        .start(settings, databases.feeds().leadership(), owner);
  }

  private Future<Void> rooms(Owner owner) {
    Pool pool = databases.feeds().coordination();
    LeaderVerticle leader =
        Rooms.verticle(
            pool,
            databases.feeds().leadership(),
            bus,
            this::publisher,
            owner,
            new FeedMeters(meters, RoomSettings.FEED),
            InstantSource.system());
    leaders.announce("rooms", List.of(leader));
    return Rooms.migrate(pool).compose(ready -> parts.deployTogether(List.of(leader)));
  }

  private Publisher publisher(Vertx vertx) {
    return new Publisher(
        vertx,
        bus,
        routes(),
        PayloadRules.NONE,
        new PublishMeters(meters),
        System::nanoTime,
        () -> UUID.randomUUID().toString());
  }

  private TopicRoutes routes() {
    return Routes.of(config, feeds);
  }
}
