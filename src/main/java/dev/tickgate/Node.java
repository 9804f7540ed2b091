package dev.tickgate;

import dev.tickgate.Config.FeedConfig;
import dev.tickgate.bus.Bus;
import dev.tickgate.bus.Cluster;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.demo.DemoRecorder;
import dev.tickgate.demo.DemoTable;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.FeedSettings;
import dev.tickgate.feed.NotifyTrigger;
import dev.tickgate.feed.PollerVerticle;
import dev.tickgate.gateway.Fanout;
import dev.tickgate.gateway.FanoutVerticle;
import dev.tickgate.gateway.GatewaySettings;
import dev.tickgate.gateway.GatewayVerticle;
import dev.tickgate.hub.Archive;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.ops.FeedMeters;
import dev.tickgate.ops.GatewayMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.OpsVerticle;
import dev.tickgate.ops.Readiness;
import dev.tickgate.stream.Topic;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one process runs, in this order; it stops in the opposite one. Readers come before writers:
 * no tick is published to a node that cannot hear it.
 *
 * <pre>
 *   cluster ─▶ operations port ─▶ gateway ─▶ database ─▶ pollers ─▶ recorder
 * </pre>
 */
public final class Node implements Main.Running {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration ARCHIVE_ANSWER = Duration.ofSeconds(5);
  private static final int MAX_SUBSCRIPTIONS = 1000;
  private static final long READY_CHECK = 20;
  // Then we say what is missing, and go on waiting: it may be another process's to start.
  private static final Duration READY_PATIENCE = Duration.ofSeconds(10);

  private final Config config;
  private final List<Feed> feeds;
  private final Readiness readiness = new Readiness();
  private final Meters meters = new Meters(Main.Version.current());
  // The newest first.
  private final Deque<Supplier<Future<?>>> closers = new ArrayDeque<>();
  private final Cluster cluster;
  private final Bus bus;
  private Optional<Databases> databases = Optional.empty();
  private volatile boolean stopping;
  private int port;
  private int opsPort;

  private Node(Config config, Cluster cluster) {
    this.config = config;
    this.feeds = config.feeds().stream().map(FeedConfig::toFeed).toList();
    this.cluster = cluster;
    this.bus = new Bus(cluster.vertx());
  }

  /**
   * @return done when everything runs and is ready, or after 10 s without; failed, with all that
   *     was started stopped again, where a part cannot start
   */
  public static Future<Node> start(Config config) {
    // Of no context: it must complete also when Vert.x has been closed again.
    Promise<Node> started = Promise.promise();
    Cluster.start(config.cluster(), new VertxOptions())
        .onFailure(started::fail)
        .onSuccess(
            cluster -> {
              Node node = new Node(config, cluster);
              node.startParts()
                  .onSuccess(ready -> started.complete(node))
                  .onFailure(failure -> node.close().onComplete(closed -> started.fail(failure)));
            });
    return started.future();
  }

  /** Where clients connect; 0 without the role gateway. */
  public int port() {
    return port;
  }

  public int opsPort() {
    return opsPort;
  }

  Config config() {
    return config;
  }

  Optional<Databases> databases() {
    return databases;
  }

  Readiness readiness() {
    return readiness;
  }

  private Future<Void> startParts() {
    closers.push(cluster::close);
    readiness.register("running", () -> !stopping);
    return startOps()
        .compose(started -> has(Role.GATEWAY) ? startGateway() : Future.succeededFuture())
        .compose(started -> needsDatabase() ? startSources() : Future.succeededFuture())
        .compose(started -> awaitReady());
  }

  private boolean has(Role role) {
    return config.roles().contains(role);
  }

  private boolean records() {
    return has(Role.RECORDER) && config.demo().enabled();
  }

  private boolean needsDatabase() {
    return has(Role.POLLER) || records();
  }

  private Future<Void> startOps() {
    OpsVerticle ops = new OpsVerticle(config.ops(), readiness, meters, InstantSource.system());
    return deploy(ops).onSuccess(deployed -> opsPort = ops.port());
  }

  private Future<Void> startGateway() {
    GatewayMeters metrics = new GatewayMeters(meters);
    GatewaySettings settings = gatewaySettings();
    Fanout fanout = new Fanout();
    List<GatewayVerticle> instances = new CopyOnWriteArrayList<>();
    FanoutVerticle intake =
        new FanoutVerticle(settings.symbols().values(), bus, fanout, config.historySize(), metrics);
    readiness.register("topics", () -> intake.incomplete().isEmpty());
    return deploy(
            () -> {
              GatewayVerticle gateway = new GatewayVerticle(settings, fanout, archive(), metrics);
              instances.add(gateway);
              return gateway;
            },
            settings.instances())
        .onSuccess(deployed -> port = instances.get(0).port())
        .compose(deployed -> deploy(intake));
  }

  private GatewaySettings gatewaySettings() {
    Map<String, Topic> streams = new HashMap<>();
    Map<String, Topic> symbols = new HashMap<>();
    for (Feed feed : feeds) {
      streams.put(feed.table(), feed.topic());
      symbols.put(feed.symbol(), feed.topic());
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return new GatewaySettings(
        config.http().host(),
        config.http().port(),
        config.http().instances() == 0 ? cores : config.http().instances(),
        new HubSettings(
            config.historySize(), config.outboxLimit(), MAX_SUBSCRIPTIONS, config.heartbeat()),
        config.drain(),
        streams,
        symbols);
  }

  private Archive archive() {
    return (topic, position, limit) ->
        bus.sync(new SyncRequest(topic, Optional.of(position), limit), ARCHIVE_ANSWER)
            .map(SyncReply::publications);
  }

  private Future<Void> startSources() {
    return Databases.open(cluster.vertx(), config)
        .compose(
            opened -> {
              databases = Optional.of(opened);
              closers.push(opened::close);
              return prepareDemo(opened);
            })
        .compose(prepared -> has(Role.POLLER) ? startPollers() : Future.succeededFuture())
        .compose(started -> records() ? startRecorder() : Future.succeededFuture());
  }

  /** The demo's table; in our own database it wakes the poller, too. */
  private Future<Void> prepareDemo(Databases opened) {
    Optional<Feed> demo =
        feeds.stream().filter(feed -> feed.table().equals(DemoTable.NAME)).findFirst();
    if (demo.isEmpty() || (opened.embedded().isEmpty() && !records())) {
      return Future.succeededFuture();
    }
    Future<Void> created = DemoTable.create(opened.feeds().source());
    return opened.embedded().isEmpty()
        ? created
        : created.compose(done -> new NotifyTrigger(opened.feeds().source()).install(demo.get()));
  }

  private Future<Void> startPollers() {
    FeedSettings settings = FeedSettings.DEFAULT.withRetention(config.journalRetention());
    List<PollerVerticle> pollers =
        feeds.stream()
            .map(
                feed ->
                    new PollerVerticle(
                        feed,
                        settings,
                        databases.orElseThrow().feeds(),
                        bus,
                        cluster.nodeId(),
                        new FeedMeters(meters, feed.name())))
            .toList();
    cluster.onMemberLeft(left -> pollers.forEach(poller -> poller.memberLeft(left)));
    return Future.all(pollers.stream().map(this::deploy).toList()).mapEmpty();
  }

  private Future<Void> startRecorder() {
    return deploy(
        new DemoRecorder(
            databases.orElseThrow().sourceOptions(),
            config.demo().rate(),
            InstantSource.system(),
            RandomGenerator.getDefault()));
  }

  private Future<Void> deploy(Deployable part) {
    return deploy(() -> part, 1);
  }

  private Future<Void> deploy(Supplier<Deployable> parts, int instances) {
    return cluster
        .vertx()
        .deployVerticle(parts, new DeploymentOptions().setInstances(instances))
        .onSuccess(id -> closers.push(() -> cluster.vertx().undeploy(id)))
        .mapEmpty();
  }

  private Future<Void> awaitReady() {
    Promise<Void> ready = Promise.promise();
    long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
    cluster
        .vertx()
        .setPeriodic(
            READY_CHECK,
            timer -> {
              if (stopping || isReady() || System.nanoTime() > deadline) {
                cluster.vertx().cancelTimer(timer);
                ready.complete();
              }
            });
    return ready.future();
  }

  /** Whether every part says so. */
  boolean isReady() {
    return !readiness.states().containsValue(false);
  }

  /** Stops what was started, the newest first; a part that fails to stop does not keep the rest. */
  @Override
  public Future<Void> close() {
    stopping = true;
    Future<Void> stopped = Future.succeededFuture();
    while (!closers.isEmpty()) {
      Supplier<Future<?>> closer = closers.pop();
      stopped =
          stopped
              .compose(before -> closer.get())
              .onFailure(
                  failure -> LOG.atWarn().addKeyValue("reason", failure).log("node.stop_failed"))
              .otherwiseEmpty()
              .mapEmpty();
    }
    return stopped.eventually(
        () -> {
          meters.close();
          return Future.succeededFuture();
        });
  }
}
