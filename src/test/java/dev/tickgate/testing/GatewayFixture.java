package dev.tickgate.testing;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Grantee;
import dev.tickgate.access.TopicPattern;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.auth.Authenticator;
import dev.tickgate.bus.Bus;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.diagnostics.Diagnostics;
import dev.tickgate.diagnostics.LineSource;
import dev.tickgate.endpoint.FeaturesApi;
import dev.tickgate.endpoint.GatewaySettings;
import dev.tickgate.endpoint.GatewayVerticle;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.endpoint.SockJsHomes;
import dev.tickgate.http.ConnectionCounter;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Limits;
import dev.tickgate.http.Origins;
import dev.tickgate.http.Proxies;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.publish.Publisher;
import dev.tickgate.replica.FeedTopics;
import dev.tickgate.replica.Hubs;
import dev.tickgate.replica.JournalSamplesCache;
import dev.tickgate.replica.ReplayPageCache;
import dev.tickgate.replica.ReplicasVerticle;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Partition;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A gateway node on a bus of its own, with a leader that the test controls. */
public final class GatewayFixture implements AutoCloseable {
  public static final Topic TOPIC = new Topic("ticks.USD_JPY");

  /** The feed of the table {@code quotes}, which has a topic {@code ticks.fx.…} for each symbol. */
  public static final String TABLE_FEED = "fx";

  /** The feed of the publications of clients. */
  public static final String EVENTS = "events";

  public static final Limits LIMITS =
      new Limits(
          0,
          0,
          0,
          0,
          0,
          0,
          64 << 20,
          64 << 10,
          100,
          1000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));

  private static final AccessPolicy.Rule KNOWN =
      new AccessPolicy.Rule(
          new TopicPattern("events.*"), new Grantee.Authenticated(), new Grantee.Nobody());
  private static final EdgeSettings NOBODY = edge(List.of(), List.of());

  public final Vertx vertx = Vertx.vertx();
  public final FakeLeader leader;
  public final ReplicasVerticle replicas;
  public final CountingGatewayMetrics reached = new CountingGatewayMetrics();
  public final CountingPublishMetrics published = new CountingPublishMetrics();
  public final StaleFeeds stale = new StaleFeeds();
  public final Bus bus;
  public final Hubs hubs;
  public final ConnectionCounter counter;
  private final int port;

  /** A gateway with the defaults of the product, except for the arguments. */
  public GatewayFixture(int instances, int history, Duration heartbeat) {
    this(instances, history, heartbeat, LIMITS, false);
  }

  /** Returns a gateway that delivers every publication of the topic and skips none. */
  public static GatewayFixture deliveringEach() {
    return of(
        1,
        TestRoutes.route(TOPIC.name(), Delivery.EVERY, 100),
        List.of(),
        AccessPolicy.of(AccessPolicy.open("ticks.*")));
  }

  /** Returns a gateway that serves events to every client; a test fills its hubs. */
  public static GatewayFixture ofEvents(int instances, MountFactory realtime) {
    return of(
        instances,
        events(1000),
        List.of(realtime),
        AccessPolicy.of(AccessPolicy.open("events.orders"), AccessPolicy.open("events.pricing")));
  }

  /** Returns a gateway that serves events to clients with a token. */
  public static GatewayFixture ofEvents(
      MountFactory realtime, EdgeSettings edge, Authenticator tokens) {
    return of(1, events(1000), List.of(realtime), AccessPolicy.of(KNOWN), edge, tokens);
  }

  /** Returns a gateway at which every client may publish to {@code events.*}. */
  public static GatewayFixture publishing() {
    return publishing(Authenticator.OFF);
  }

  /**
   * Returns a gateway at which every client may publish to {@code events.*}, and which
   * authenticates clients by their tokens.
   */
  public static GatewayFixture publishing(Authenticator tokens) {
    Grantee.Anybody anybody = new Grantee.Anybody();
    return of(
        1,
        events(100),
        List.of(),
        AccessPolicy.of(new AccessPolicy.Rule(new TopicPattern("events.*"), anybody, anybody)),
        NOBODY,
        tokens);
  }

  /**
   * Returns a gateway with paths of another package, which authenticates clients by their tokens.
   */
  public static GatewayFixture mounting(MountFactory mount, Authenticator tokens) {
    return of(1, events(100), List.of(mount), AccessPolicy.of(KNOWN), NOBODY, tokens);
  }

  /**
   * Returns a gateway whose topics {@code work.*} of the feed {@code work} are published on demand.
   */
  public static GatewayFixture onDemand() {
    TopicPolicy policy = new TopicPolicy(Delivery.LATEST, 100, Duration.ofHours(1));
    return of(
        2,
        new TopicRoutes.Route(
            new TopicFilter("work.*"), Partition.WHOLE, "work", policy, false, true),
        List.of(),
        AccessPolicy.of(AccessPolicy.open("work.*")));
  }

  private static TopicRoutes.Route events(int history) {
    TopicPolicy policy = new TopicPolicy(Delivery.EVERY, history, Duration.ofHours(1));
    return new TopicRoutes.Route(new TopicFilter("events.*"), EVENTS, policy, true);
  }

  private static GatewayFixture of(
      int instances, TopicRoutes.Route route, List<MountFactory> mounts, AccessPolicy access) {
    return of(instances, route, mounts, access, NOBODY, Authenticator.OFF);
  }

  private static GatewayFixture of(
      int instances,
      TopicRoutes.Route route,
      List<MountFactory> mounts,
      AccessPolicy access,
      EdgeSettings edge,
      Authenticator tokens) {
    TopicRoutes routes = new TopicRoutes(List.of(route));
    HubSettings hub = new HubSettings(routes, 100, 1 << 20, 100, Duration.ofSeconds(30));
    AuthServices known = new AuthServices(tokens, Optional.empty());
    return new GatewayFixture(instances, hub, LIMITS, mounts, edge, access, at -> known);
  }

  /**
   * @param echo whether the gateway has the mounts of the diagnostics
   */
  public GatewayFixture(
      int instances, int history, Duration heartbeat, Limits limits, boolean echo) {
    this(instances, history, heartbeat, limits, echo, 100);
  }

  /**
   * @param subscriptions the topics per session, at most
   */
  public GatewayFixture(
      int instances,
      int history,
      Duration heartbeat,
      Limits limits,
      boolean echo,
      int subscriptions) {
    this(instances, history, heartbeat, limits, echo, subscriptions, NOBODY);
  }

  /**
   * @param edge the origins and proxies that the gateway accepts
   */
  public GatewayFixture(
      int instances,
      int history,
      Duration heartbeat,
      Limits limits,
      boolean echo,
      int subscriptions,
      EdgeSettings edge) {
    this(
        instances,
        new HubSettings(TestRoutes.of(history, TOPIC), history, 1 << 20, subscriptions, heartbeat),
        limits,
        echo ? List.of(Diagnostics::new) : List.of(),
        edge,
        AccessPolicy.of(
            AccessPolicy.open("ticks.*"), AccessPolicy.open("bench"), AccessPolicy.open("bench.*")),
        harness -> AuthServices.NONE);
  }

  /**
   * A gateway that authenticates its clients.
   *
   * @param authServices creates the services from this fixture, which has the bus and the hubs
   */
  public GatewayFixture(
      Limits limits, AccessPolicy access, Function<GatewayFixture, AuthServices> authServices) {
    this(
        2,
        new HubSettings(TestRoutes.of(100, TOPIC), 100, 1 << 20, 100, Duration.ofSeconds(30)),
        limits,
        List.of(),
        NOBODY,
        access,
        authServices);
  }

  private GatewayFixture(
      int instances,
      HubSettings hub,
      Limits limits,
      List<MountFactory> mounts,
      EdgeSettings edge,
      AccessPolicy access,
      Function<GatewayFixture, AuthServices> authServices) {
    bus = new Bus(vertx);
    leader = new FakeLeader(bus, TOPIC, 7);
    GatewaySettings settings = FixtureSettings.of(instances, hub, limits, edge, access);
    hubs = new Hubs();
    counter = new ConnectionCounter(limits, System::nanoTime);
    SockJsHomes homes = new SockJsHomes();
    ReplayPageCache pages = new ReplayPageCache(vertx, bus, hub.routes(), System::nanoTime);
    JournalSamplesCache samples = new JournalSamplesCache(vertx, bus, InstantSource.system());
    FeedTopics topics = new FeedTopics(vertx, bus, hubs, InstantSource.system());
    Publisher publisher =
        new Publisher(
            vertx,
            bus,
            hub.routes(),
            PayloadRules.NONE,
            published,
            System::nanoTime,
            () -> UUID.randomUUID().toString());
    AuthServices known = authServices.apply(this);
    List<MountFactory> mounted = new ArrayList<>(mounts);
    mounted.add(FeaturesApi.of(Map.of("events", false)));
    List<GatewayVerticle> gateways = new CopyOnWriteArrayList<>();
    await(
        vertx.deployVerticle(
            () -> {
              GatewayVerticle gateway =
                  new GatewayVerticle(
                      settings, hubs, pages, bus, samples, topics, publisher, counter, homes,
                      reached, known, mounted);
              gateways.add(gateway);
              return gateway;
            },
            new DeploymentOptions().setInstances(instances)));
    replicas = new ReplicasVerticle(hub.routes(), bus, hubs, stale, "test");
    await(vertx.deployVerticle(replicas));
    port = gateways.get(0).port();
  }

  /** Returns the settings for plain HTTP with those origins and proxies. */
  public static EdgeSettings edge(List<String> origins, List<String> proxies) {
    return new EdgeSettings(Origins.of(origins), Proxies.of(proxies), false, Optional.empty());
  }

  /** Opens the source for measurements; returns its port. */
  public int openSource() {
    LineSource source = new LineSource(0, hubs, InstantSource.system());
    await(vertx.deployVerticle(source));
    return source.port();
  }

  public int port() {
    return port;
  }

  /**
   * Returns the value of a future; fails the test where the future fails, or takes longer than 60
   * s.
   */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 20 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
