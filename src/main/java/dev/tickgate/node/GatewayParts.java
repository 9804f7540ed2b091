package dev.tickgate.node;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.auth.AuthVerticle;
import dev.tickgate.auth.TokenService;
import dev.tickgate.bus.Bus;
import dev.tickgate.cluster.Cluster;
import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.diagnostics.LineSource;
import dev.tickgate.endpoint.GatewaySettings;
import dev.tickgate.endpoint.GatewayVerticle;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.endpoint.SockJsHomes;
import dev.tickgate.event.EventStatistics;
import dev.tickgate.event.ReportVerticle;
import dev.tickgate.feed.Feed;
import dev.tickgate.http.ConnectionCounter;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.hub.SessionTraces;
import dev.tickgate.ops.AuthMeters;
import dev.tickgate.ops.GatewayMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.PublishMeters;
import dev.tickgate.ops.Readiness;
import dev.tickgate.ops.RoomMeters;
import dev.tickgate.publish.Publisher;
import dev.tickgate.publish.ServicePublishing;
import dev.tickgate.replica.FeedTopics;
import dev.tickgate.replica.Hubs;
import dev.tickgate.replica.JournalSamplesCache;
import dev.tickgate.replica.ReplayPageCache;
import dev.tickgate.replica.ReplicasVerticle;
import dev.tickgate.room.Presence;
import dev.tickgate.store.Database;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The parts of a node that serve clients: the event loops, and the parts that they share.
 *
 * @param tokens receives the service that accepts revocations, where the node verifies tokens
 * @param loops the parts that stop first
 */
public record GatewayParts(
    Config config,
    List<Feed> feeds,
    Vertx vertx,
    Cluster cluster,
    Bus bus,
    Meters meters,
    Readiness readiness,
    SessionTraces traces,
    Hubs hubs,
    AtomicReference<TokenService> tokens,
    ShutdownStack loops,
    ShutdownStack rest) {
  /**
   * @param databases the databases of the node, where it has opened them
   * @return the port for clients; 0 without the role gateway
   */
  public Future<Integer> start(Optional<Databases> databases) {
    if (!config.roles().contains(Role.GATEWAY)) {
      return Future.succeededFuture(0);
    }
    Optional<RoomMeters> rooms = config.rooms().map(on -> new RoomMeters(meters));
    GatewayMeters metrics = new GatewayMeters(meters, traces, rooms);
    GatewaySettings settings = settings();
    ConnectionCounter counter = new ConnectionCounter(settings.limits(), System::nanoTime);
    SockJsHomes homes = new SockJsHomes();
    ReplayPageCache pages = new ReplayPageCache(vertx, bus, routes(), System::nanoTime);
    JournalSamplesCache samples = new JournalSamplesCache(vertx, bus, InstantSource.system());
    FeedTopics topics = new FeedTopics(vertx, bus, hubs, InstantSource.system());
    Publisher publisher =
        new Publisher(
            vertx,
            bus,
            routes(),
            PublishingRules.of(config),
            new PublishMeters(meters),
            System::nanoTime,
            () -> UUID.randomUUID().toString());
    List<GatewayVerticle> serving = new CopyOnWriteArrayList<>();
    ReplicasVerticle replicas =
        new ReplicasVerticle(routes(), bus, hubs, metrics, cluster.nodeId());
    Optional<AuthVerticle> auth = auth(databases);
    AuthServices authServices = auth.map(AuthVerticle::services).orElse(AuthServices.NONE);
    EventStatistics statistics = new EventStatistics(InstantSource.system());
    Presence presence = new Presence(bus, cluster.nodeId());
    List<MountFactory> mounts =
        new ServiceMounts(config, vertx, bus, publisher, authServices, databases, rest)
            .create(statistics, presence, rooms);
    readiness.explain("topics", () -> problem(replicas.incomplete()));
    return auth.map(rest::deploy)
        .orElseGet(Future::succeededFuture)
        .compose(
            known -> config.rooms().isPresent() ? rest.deploy(presence) : Future.succeededFuture())
        .compose(
            ready ->
                loops.deploy(
                    () -> {
                      GatewayVerticle loop =
                          new GatewayVerticle(
                              settings,
                              hubs,
                              pages,
                              bus,
                              samples,
                              topics,
                              publisher,
                              counter,
                              homes,
                              metrics,
                              authServices,
                              mounts);
                      serving.add(loop);
                      return loop;
                    },
                    settings.instances()))
        // The replicas stop after the loops: clients receive ticks until their sessions are closed.
        .compose(listening -> rest.deploy(replicas))
        .compose(hearing -> rest.deploy(new ServicePublishing(bus, publisher)))
        .compose(publishing -> report(statistics))
        .compose(reporting -> startSource())
        .map(hearing -> serving.get(0).port());
  }

  private static Optional<String> problem(List<String> feeds) {
    return feeds.isEmpty()
        ? Optional.empty()
        : Optional.of("no leader answers, or has not answered yet: " + String.join(", ", feeds));
  }

  /**
   * Creates the authentication, with connections of its own. The start does not wait for them: a
   * gateway also serves without its database.
   */
  private Optional<AuthVerticle> auth(Optional<Databases> databases) {
    if (!config.auth().isOn()) {
      return Optional.empty();
    }
    Database source =
        databases.map(Databases::source).orElseGet(() -> new Database(vertx, config.anyDatabase()));
    Pool sessions = source.pool();
    Pool own =
        config
            .coordination()
            .map(settings -> new Database(vertx, settings).pool())
            .orElse(sessions);
    rest.onClose(() -> sessions.close().eventually(own::close));
    AuthVerticle auth =
        new AuthVerticle(
            vertx,
            config.auth(),
            sessions,
            own,
            bus,
            new AuthMeters(meters),
            who -> hubs.post(hub -> hub.rights().revoke(who)));
    readiness.explain("auth", auth::problem);
    auth.services().tokenService().ifPresent(tokens::set);
    return Optional.of(auth);
  }

  /** Applies other rules to present and future sessions. */
  public void change(Config reread) {
    AccessPolicy changed =
        new AccessPolicy(ClientRights.access(reread).rules(), config.access().introduction());
    hubs.post(hub -> hub.rights().change(changed));
  }

  private Future<Void> startSource() {
    int port = config.diagnostics().sourcePort();
    return port == 0
        ? Future.succeededFuture()
        : rest.deploy(new LineSource(port, hubs, InstantSource.system()));
  }

  /**
   * Returns no routes for a node that serves measurements only: no process could lead its feeds.
   */
  private TopicRoutes routes() {
    boolean isolated = !config.cluster().enabled() && !config.roles().contains(Role.POLLER);
    return isolated && config.diagnostics().sourcePort() > 0
        ? new TopicRoutes(List.of())
        : Routes.of(config, feeds);
  }

  private Future<Void> report(EventStatistics statistics) {
    return config.events()
        // The id is that of the process, not of the host: its totals begin at 0.
        ? rest.deploy(new ReportVerticle(statistics, bus, UUID.randomUUID().toString()))
        : Future.succeededFuture();
  }

  private GatewaySettings settings() {
    NamedFeeds named = NamedFeeds.of(config, feeds);
    return new GatewaySettings(
        config.http().host(),
        config.http().port(),
        config.eventLoops(),
        config.http().compression(),
        config.http().edge(),
        new HubSettings(
            routes(),
            config.historySize(),
            config.outboxLimit(),
            config.maxSubscriptions(),
            config.heartbeat()),
        config.limits(),
        config.drain(),
        config.batchWindow(),
        config.commandInterval(),
        ClientRights.access(config),
        named.streams(),
        named.instruments());
  }
}
