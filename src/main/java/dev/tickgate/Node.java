package dev.tickgate;

import dev.tickgate.admin.AdminPath;
import dev.tickgate.admin.NodeFacts;
import dev.tickgate.auth.TokenService;
import dev.tickgate.bus.Bus;
import dev.tickgate.cli.Running;
import dev.tickgate.cluster.Cluster;
import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.feed.Feed;
import dev.tickgate.hub.SessionTraces;
import dev.tickgate.node.Banner;
import dev.tickgate.node.Databases;
import dev.tickgate.node.DemoExchange;
import dev.tickgate.node.GatewayParts;
import dev.tickgate.node.ReadinessWait;
import dev.tickgate.node.RunState;
import dev.tickgate.node.ShutdownStack;
import dev.tickgate.node.SourceParts;
import dev.tickgate.node.Version;
import dev.tickgate.node.Watchdog;
import dev.tickgate.ops.LogFormat;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.OpsVerticle;
import dev.tickgate.ops.Readiness;
import dev.tickgate.replica.Hubs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The parts of one process. It starts readers before writers, so that no tick is published to a
 * node that cannot receive it. It stops them in the opposite order, except that the gateway stops
 * first: its clients reconnect to another node while the feeds still publish.
 *
 * <pre>
 *   start   cluster ─▶ operations port ─▶ gateway ─▶ database ─▶ pollers ─▶ recorder
 *   stop    gateway ─▶ recorder ─▶ pollers ─▶ database ─▶ operations port ─▶ cluster
 * </pre>
 */
public final class Node implements Running {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Config config;
  private final Cluster cluster;
  private final LongSupplier nanos;
  private final Readiness readiness = new Readiness();
  private final Meters meters = new Meters(Version.current());
  private final ShutdownStack clientSide;
  private final ShutdownStack rest;
  private Optional<Databases> databases = Optional.empty();
  private final RunState state = new RunState();
  // The token service of a gateway that verifies tokens; set when the gateway starts.
  private final AtomicReference<TokenService> tokens = new AtomicReference<>();
  private GatewayParts gateways;
  private int port;
  private int opsPort;
  private Future<Node> ready;

  private Node(Config config, Cluster cluster, LongSupplier nanos) {
    this.nanos = nanos;
    this.config = config;
    this.cluster = cluster;
    this.clientSide = new ShutdownStack(cluster.vertx());
    this.rest = new ShutdownStack(cluster.vertx());
  }

  /**
   * @return completes when every part runs and clients can connect; fails where a part cannot
   *     start, after the started parts have stopped
   */
  public static Future<Node> start(Config config) {
    // A promise without a context: it must complete even after Vert.x has been closed.
    Promise<Node> started = Promise.promise();
    LOG.atInfo()
        .addKeyValue("version", Version.current())
        .addKeyValue("roles", config.roles())
        .log("node.starting");
    Cluster.start(config.cluster(), options(config), config.transport())
        .onFailure(started::fail)
        .onSuccess(
            cluster ->
                attempt(() -> DemoExchange.start(cluster.vertx(), config))
                    .onFailure(why -> cluster.close().onComplete(closed -> started.fail(why)))
                    .onSuccess(complete -> start(complete, cluster, started)));
    return started.future();
  }

  private static void start(Config config, Cluster cluster, Promise<Node> started) {
    Node node = new Node(config, cluster, System::nanoTime);
    attempt(node::startParts)
        .onSuccess(
            running -> {
              node.ready = node.awaitReady();
              started.complete(node);
            })
        .onFailure(failure -> node.close().onComplete(closed -> started.fail(failure)));
  }

  /**
   * Runs a step. An Error fails its future as an exception does: a class may be missing from the
   * jar.
   */
  private static <T> Future<T> attempt(Supplier<Future<T>> step) {
    return Future.<Void>succeededFuture().compose(begun -> step.get());
  }

  private static VertxOptions options(Config config) {
    VertxOptions options = new VertxOptions();
    if (config.roles().equals(Set.of(Role.GATEWAY))) {
      // The loops that serve the clients also receive the topics: further loops would only compete
      // with them for the processors.
      options.setEventLoopPoolSize(config.eventLoops());
    }
    return options;
  }

  /**
   * Completes with this node when every check of its readiness has passed, after 10 s, or when the
   * node stops.
   */
  public Future<Node> ready() {
    return ready;
  }

  /** Prints the roles and addresses of the node, for the operator. */
  Node greet(PrintStream out) {
    if (config.ops().log() == LogFormat.JSON) {
      // Standard output and standard error may be one stream, and a program parses each line as
      // JSON.
      return this;
    }
    new Banner(config, port, opsPort, databases, readiness).print(out);
    return this;
  }

  private Future<Void> startParts() {
    List<Feed> feeds = config.feeds();
    Bus bus = cluster.bus();
    SessionTraces traces = new SessionTraces(nanos);
    Hubs hubs = new Hubs();
    OpsVerticle ops =
        new OpsVerticle(
            config.ops(), readiness, meters, traces, admin(hubs), InstantSource.system());
    gateways =
        new GatewayParts(
            config,
            feeds,
            cluster.vertx(),
            cluster,
            bus,
            meters,
            readiness,
            traces,
            hubs,
            tokens,
            clientSide,
            rest);
    SourceParts sources = new SourceParts(config, feeds, cluster, bus, meters, readiness, rest);
    rest.onClose(cluster::close);
    warnIfCutOff();
    readiness.explain("running", state::problem);
    return startWatchdog()
        .compose(watched -> rest.deploy(ops))
        .onSuccess(listening -> opsPort = ops.port())
        // Authentication and watchlists read the database, which this process may have to start.
        .compose(listening -> servesRows() ? open(sources) : Future.succeededFuture())
        .compose(opened -> gateways.start(databases).onSuccess(clients -> port = clients))
        .compose(listening -> open(sources))
        .compose(opened -> databases.map(sources::start).orElseGet(Future::succeededFuture))
        .onSuccess(running -> state.setStarted());
  }

  private AdminPath admin(Hubs hubs) {
    NodeFacts facts = NodeFacts.ofThisProcess(cluster.nodeId(), Version.current(), config.roles());
    return new AdminPath(
        facts,
        config.ops().keys(),
        cluster.bus(),
        cluster::members,
        hubs,
        readiness,
        meters,
        () -> Optional.ofNullable(tokens.get()),
        config.drain(),
        InstantSource.system(),
        nanos);
  }

  /** Whether the gateway reads the database to answer its clients. */
  private boolean servesRows() {
    return config.auth().isOn() || config.watchlists().isPresent();
  }

  private Future<Void> startWatchdog() {
    int loops = options(config).getEventLoopPoolSize();
    Watchdog watchdog = new Watchdog(loops, Watchdog::heapUse, Watchdog::halt);
    return rest.deploy(watchdog::pulse, loops)
        .onSuccess(
            turning -> {
              watchdog.start();
              rest.onClose(watchdog::stop);
            });
  }

  private Future<Void> open(SourceParts sources) {
    if (!sources.needDatabase() || databases.isPresent()) {
      return Future.succeededFuture();
    }
    return Databases.open(cluster.vertx(), config)
        .onSuccess(
            opened -> {
              rest.onClose(opened::close);
              databases = Optional.of(opened);
            })
        .mapEmpty();
  }

  /**
   * Warns where only one of the roles poller and gateway runs here and no cluster connects it to
   * the other; the node starts nevertheless.
   */
  private void warnIfCutOff() {
    boolean whole = config.roles().contains(Role.POLLER) == config.roles().contains(Role.GATEWAY);
    if (!whole && !config.cluster().enabled()) {
      LOG.atWarn()
          .addKeyValue("roles", config.roles())
          .addKeyValue("hint", "cluster.enabled is false: no other process is heard")
          .log("node.cluster_disabled");
    }
  }

  private Future<Node> awaitReady() {
    return new ReadinessWait(cluster.vertx(), readiness, nanos)
        .begin(state::isStopping)
        .map(
            isReady -> {
              logReady(isReady);
              return this;
            });
  }

  private void logReady(boolean isReady) {
    LoggingEventBuilder event = isReady ? LOG.atInfo() : LOG.atWarn();
    event
        .addKeyValue("ready", isReady)
        .addKeyValue("uptime_ms", ManagementFactory.getRuntimeMXBean().getUptime())
        .addKeyValue("waiting_for", Banner.missing(readiness))
        .addKeyValue("port", port)
        .addKeyValue("ops_port", opsPort)
        .log("node.started");
  }

  /** The port for clients; 0 without the role gateway. */
  public int port() {
    return port;
  }

  public int opsPort() {
    return opsPort;
  }

  public Config config() {
    return config;
  }

  public Optional<Databases> databases() {
    return databases;
  }

  public Readiness readiness() {
    return readiness;
  }

  @Override
  public void reread(Config reread) {
    LOG.atInfo().addKeyValue("rules", reread.access().rules().size()).log("node.rules_reloaded");
    gateways.change(reread);
  }

  @Override
  public Future<Void> close() {
    state.setStopping();
    LOG.info("node.stopping");
    return clientSide
        .close()
        .compose(served -> rest.close())
        .eventually(
            () -> {
              meters.close();
              return Future.succeededFuture();
            });
  }
}
