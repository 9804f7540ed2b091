package dev.tickgate.node;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.cluster.Cluster;
import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.demo.DemoPrices;
import dev.tickgate.demo.DemoRecorder;
import dev.tickgate.demo.DemoTable;
import dev.tickgate.demo.EventWalk;
import dev.tickgate.event.Channel;
import dev.tickgate.event.StatisticsVerticle;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.exchange.Exchanges;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.JournalQueriesVerticle;
import dev.tickgate.feed.NotifyTrigger;
import dev.tickgate.feed.OutboxSources;
import dev.tickgate.feed.OutboxTable;
import dev.tickgate.feed.TableSources;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.ops.ExchangeMeters;
import dev.tickgate.ops.FeedMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.OutboxMeters;
import dev.tickgate.ops.PublishMeters;
import dev.tickgate.ops.Readiness;
import dev.tickgate.ops.RecorderMeters;
import dev.tickgate.publish.PublishRequests;
import dev.tickgate.publish.Publisher;
import dev.tickgate.recorder.Recorder;
import dev.tickgate.recorder.RecorderSettings;
import dev.tickgate.room.RoomSettings;
import dev.tickgate.room.Rooms;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The parts of a node that need a database: pollers, exchanges, relays, and the recorders. */
public record SourceParts(
    Config config,
    List<Feed> feeds,
    Cluster cluster,
    Bus bus,
    Meters meters,
    Readiness readiness,
    ShutdownStack parts) {

  private static final FeedIdentity EVENTS =
      new FeedIdentity(Config.EVENTS_FEED, Optional.empty(), "events", "tickgate.events");

  private boolean polls() {
    return config.roles().contains(Role.POLLER);
  }

  private boolean records() {
    return config.roles().contains(Role.RECORDER) && config.recorder().isPresent();
  }

  /** Whether the demo inserts quotes itself. */
  private boolean insertsQuotes() {
    return config.roles().contains(Role.RECORDER)
        && config.demo().enabled()
        && config.recorder().isEmpty();
  }

  /** Whether this process records the quotes of the demo's exchange. */
  private boolean recordsDemo() {
    return config.roles().contains(Role.RECORDER) && config.demo().onExchange();
  }

  private boolean runsDemo() {
    return insertsQuotes() || recordsDemo();
  }

  private boolean insertsDemo() {
    return insertsQuotes() || recordsDemo() && config.events();
  }

  /**
   * Whether there are watchlists of the demo: in tables of ours, in a database that only it uses.
   */
  private boolean ownsDemo() {
    return config.watchlists().filter(lists -> lists.existing().isEmpty()).isPresent()
        && ClientRights.isOnlyDemo(config)
        && config.roles().contains(Role.RECORDER);
  }

  private boolean exchanges() {
    return config.roles().contains(Role.EXCHANGE) && !config.exchanges().isEmpty();
  }

  private boolean relays() {
    return config.roles().contains(Role.RELAY) && !config.relays().isEmpty();
  }

  public boolean needDatabase() {
    return polls() || runsDemo() || records() || exchanges() || relays();
  }

  /** Starts the parts that fill the topics. */
  public Future<Void> start(Databases opened) {
    return prepareDemo(opened)
        .compose(ready -> polls() ? startPollers(opened) : Future.succeededFuture())
        .compose(ready -> exchanges() ? startExchanges(opened) : Future.succeededFuture())
        .compose(ready -> relays() ? startRelays(opened) : Future.succeededFuture())
        .compose(ready -> insertsDemo() ? startDemo(opened) : Future.succeededFuture())
        .compose(ready -> ownsDemo() ? startDemoPrices(opened) : Future.succeededFuture())
        .compose(ready -> records() ? startRecorder(opened) : Future.succeededFuture());
  }

  /** The demo's table; in our own database it wakes the poller, too. */
  private Future<Void> prepareDemo(Databases databases) {
    Optional<Feed> demo =
        feeds.stream().filter(feed -> feed.table().equals(DemoTable.NAME)).findFirst();
    boolean embedded = databases.embedded().isPresent();
    if (demo.isEmpty() || !embedded && !runsDemo()) {
      return Future.succeededFuture();
    }
    Future<Void> created = DemoTable.create(databases.feeds().source());
    NotifyTrigger trigger = new NotifyTrigger(databases.feeds().source());
    return embedded ? created.compose(done -> trigger.install(demo.get())) : created;
  }

  private Future<Void> startPollers(Databases databases) {
    FeedSettings settings = FeedSettings.DEFAULT.withRetention(config.journalRetention());
    Owner owner = owner();
    List<LeaderVerticle> leaders = new ArrayList<>();
    feeds.forEach(feed -> leaders.add(tableFeed(feed, settings, databases, owner)));
    if (config.events()) {
      FeedSettings longest = settings.withRetention(Routes.eventRetention(config));
      leaders.add(events(longest, databases, owner));
    }
    cluster.onMemberLeft(left -> leaders.forEach(leader -> leader.memberLeft(left)));
    readiness.explain("leadership", () -> problem(leaders));
    List<JournalQueriesVerticle> queries =
        feeds.stream()
            .map(feed -> new JournalQueriesVerticle(feed, databases.feeds().coordination(), bus))
            .toList();
    return parts
        .deployTogether(queries)
        .compose(deployed -> parts.deployTogether(leaders))
        .compose(deployed -> config.events() ? statistics(databases) : Future.succeededFuture())
        .compose(deployed -> startWatchlists(databases, owner))
        .compose(deployed -> startCandles(databases, owner))
        .compose(deployed -> startRooms(databases, owner));
  }

  private Future<Void> startRooms(Databases databases, Owner owner) {
    if (config.rooms().isEmpty()) {
      return Future.succeededFuture();
    }
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
    cluster.onMemberLeft(leader::memberLeft);
    readiness.explain("rooms", leader::problem);
    return Rooms.migrate(pool).compose(ready -> parts.deployTogether(List.of(leader)));
  }

  private Publisher publisher(Vertx vertx) {
    return new Publisher(
        vertx,
        bus,
        Routes.of(config, feeds),
        PayloadRules.NONE,
        new PublishMeters(meters),
        System::nanoTime,
        () -> UUID.randomUUID().toString());
  }

  private Future<Void> startWatchlists(Databases databases, Owner owner) {
    if (config.watchlists().isEmpty()) {
      return Future.succeededFuture();
    }
    WatchlistParts watchlists =
        new WatchlistParts(config.watchlists().get(), databases, bus, meters, owner);
    List<LeaderVerticle> leaders = watchlists.leaders(Routes.of(config, feeds));
    cluster.onMemberLeft(left -> leaders.forEach(leader -> leader.memberLeft(left)));
    readiness.explain("watchlists", () -> problem(leaders));
    return watchlists
        .migrate()
        .compose(ready -> parts.deployTogether(leaders))
        .compose(leading -> parts.deployTogether(watchlists.balance()));
  }

  private Future<Void> startCandles(Databases databases, Owner owner) {
    return config.candles().isEmpty()
        ? Future.succeededFuture()
        : new CandleParts(config, feeds, cluster, bus, meters, readiness, parts)
            .start(config.candles().get(), databases.feeds().leadership(), owner);
  }

  private Future<Void> startExchanges(Databases databases) {
    Owner owner = owner();
    List<LeaderVerticle> leaders =
        config.exchanges().stream().map(exchange -> exchange(exchange, databases, owner)).toList();
    cluster.onMemberLeft(left -> leaders.forEach(leader -> leader.memberLeft(left)));
    readiness.explain("exchanges", () -> problem(leaders));
    return parts.deployTogether(leaders);
  }

  private LeaderVerticle exchange(ExchangeSettings exchange, Databases databases, Owner owner) {
    return Exchanges.verticle(
        exchange,
        FeedSettings.DEFAULT,
        databases.feeds().leadership(),
        bus,
        owner,
        new FeedMeters(meters, exchange.feed()),
        new ExchangeMeters(meters, exchange.venue()),
        InstantSource.system(),
        System::nanoTime);
  }

  private Future<Void> startRelays(Databases databases) {
    RelayParts relays = new RelayParts(config, feeds, cluster, bus, meters);
    List<LeaderVerticle> leaders = relays.create(databases.feeds().leadership(), owner());
    cluster.onMemberLeft(left -> leaders.forEach(leader -> leader.memberLeft(left)));
    readiness.explain("relays", () -> problem(leaders));
    return parts.deployTogether(leaders);
  }

  private Future<Void> statistics(Databases databases) {
    return parts.deploy(
        new StatisticsVerticle(
            databases.feeds().coordination(),
            bus,
            Config.EVENTS_FEED,
            config.realtime().channels()));
  }

  private LeaderVerticle tableFeed(
      Feed feed, FeedSettings settings, Databases databases, Owner owner) {
    return TableSources.verticle(
        feed, settings, databases.feeds(), bus, owner, new FeedMeters(meters, feed.name()));
  }

  /** The built-in feed of what is published. */
  private LeaderVerticle events(FeedSettings settings, Databases databases, Owner owner) {
    return new LeaderVerticle(
        EVENTS,
        settings,
        databases.feeds().leadership(),
        bus,
        owner,
        new FeedMeters(meters, EVENTS.name()),
        vertx ->
            SourceFactory.of(
                List.of(
                    PublishRequests.of(vertx, bus, EVENTS.name(), Routes.of(config, feeds)),
                    outbox(vertx, databases))));
  }

  private SourceFactory outbox(Vertx vertx, Databases databases) {
    return new OutboxSources(
        vertx,
        new OutboxTable(databases.feeds().source(), config.coordination().isEmpty()),
        databases.feeds().listen(),
        EVENTS.name(),
        Routes.of(config, feeds),
        PublishingRules.of(config),
        config.outboxPoll(),
        new OutboxMeters(meters),
        System::nanoTime);
  }

  private Owner owner() {
    String name = config.cluster().enabled() ? "cluster " + config.cluster().name() : "no cluster";
    // Process id and host, as the JVM knows them without asking DNS.
    String process = ManagementFactory.getRuntimeMXBean().getName();
    return new Owner(cluster.nodeId(), process + ", " + name, cluster::isMember);
  }

  private static Optional<String> problem(List<LeaderVerticle> leaders) {
    String problems =
        leaders.stream()
            .flatMap(leader -> leader.problem().stream())
            .collect(Collectors.joining("; "));
    return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
  }

  private Future<Void> startRecorder(Databases databases) {
    RecorderSettings settings = config.recorder().orElseThrow();
    TopicRoutes routes = Routes.of(config, feeds);
    return parts.deploy(
        new Recorder(
            settings,
            databases.feeds().source(),
            bus,
            routes,
            cluster.nodeId(),
            new RecorderMeters(meters),
            InstantSource.system()));
  }

  private Future<Void> startDemo(Databases databases) {
    return parts.deploy(
        new DemoRecorder(
            databases.source().sessions().orElseThrow(), // the configuration is refused otherwise
            insertsQuotes() ? config.demo().rate() : 0,
            demoEvents(),
            InstantSource.system(),
            RandomGenerator.getDefault()));
  }

  private Future<Void> startDemoPrices(Databases databases) {
    return parts.deploy(new DemoPrices(databases.feeds().source()));
  }

  private Optional<EventWalk> demoEvents() {
    Set<String> channels =
        config.realtime().channels().stream().map(Channel::name).collect(Collectors.toSet());
    return config.events()
        ? Optional.of(new EventWalk(RandomGenerator.getDefault(), channels))
        : Optional.empty();
  }
}
