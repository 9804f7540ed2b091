package dev.tickgate.endpoint;

import dev.tickgate.auth.AuthServices;
import dev.tickgate.bus.Bus;
import dev.tickgate.http.Answers;
import dev.tickgate.http.ConnectionAdmission;
import dev.tickgate.http.ConnectionCounter;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.GatewayMetrics;
import dev.tickgate.http.HttpConnectionTimeouts;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Limits;
import dev.tickgate.http.OriginGate;
import dev.tickgate.http.RepeatedEvents;
import dev.tickgate.http.SecurityHeaders;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Mailbox;
import dev.tickgate.hub.ReplaySource;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.publish.Publisher;
import dev.tickgate.replica.FeedTopics;
import dev.tickgate.replica.Hubs;
import dev.tickgate.replica.JournalSamplesCache;
import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.IncompleteMessages;
import dev.tickgate.transport.RequestIds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.LoggerFactory;

/** One event loop of the gateway: its hub, and its share of the connections. */
public final class GatewayVerticle extends VerticleBase {
  private static final long MAX_PAUSE = 50;
  private static final long SWEEP = 1_000;

  private final GatewaySettings settings;
  private final Hubs hubs;
  private final ReplaySource replaySource;
  private final Bus bus;
  private final JournalSamplesCache samples;
  private final Publisher publisher;
  private final FeedTopics topics;
  private final ConnectionCounter counter;
  private final SockJsHomes homes;
  private final GatewayMetrics metrics;
  private final AuthServices authServices;
  private final List<MountFactory> factories;
  private Hub hub;
  private List<Mount> mounts;
  private Upgrade upgrade;
  private AuthenticationHandler identify;
  private RepeatedEvents events;
  private SseEndpoint serverSentEvents;
  private ClientPort port;

  public GatewayVerticle(
      GatewaySettings settings,
      Hubs hubs,
      ReplaySource replaySource,
      Bus bus,
      JournalSamplesCache samples,
      FeedTopics topics,
      Publisher publisher,
      ConnectionCounter counter,
      SockJsHomes homes,
      GatewayMetrics metrics,
      AuthServices authServices,
      List<MountFactory> factories) {
    this.settings = settings;
    this.hubs = hubs;
    this.replaySource = replaySource;
    this.bus = bus;
    this.samples = samples;
    this.publisher = publisher;
    this.topics = topics;
    this.counter = counter;
    this.homes = homes;
    this.metrics = metrics;
    this.authServices = authServices;
    this.factories = factories;
  }

  @Override
  public Future<?> start() {
    InstantSource clock = InstantSource.system();
    hub =
        new Hub(
            settings.hub(),
            settings.access(),
            replaySource,
            metrics,
            clock,
            System::nanoTime,
            RandomGenerator.getDefault(),
            (millis, task) -> vertx.setTimer(millis, timer -> task.run()));
    hubs.add(hub, new Mailbox(hub, turns()));
    vertx.setPeriodic(hub.sessions().aliveTick().toMillis(), timer -> hub.tickAlive());
    vertx.setPeriodic(hub.sessions().beatTick().toMillis(), timer -> hub.tickBeats());
    port = new ClientPort(vertx, settings.host(), settings.port(), settings.edge());
    Limits limits = settings.limits();
    HttpConnectionTimeouts timeouts =
        new HttpConnectionTimeouts(
            port.options(), limits.request(), limits.idle(), limits.pace(), System::nanoTime);
    events = new RepeatedEvents(LoggerFactory.getLogger(GatewayVerticle.class), System::nanoTime);
    IncompleteMessages incomplete = new IncompleteMessages(System::nanoTime);
    vertx.setPeriodic(sweep(limits), timer -> timeouts.sweep());
    vertx.setPeriodic(sweep(limits), timer -> incomplete.sweep());
    vertx.setPeriodic(SWEEP, timer -> events.sweep());
    EdgeSettings edge = settings.edge();
    OriginGate gate = new OriginGate(edge.origins(), edge.proxies(), metrics, events);
    SessionAdmission admission =
        new SessionAdmission(counter.ofSessions(), edge.proxies(), metrics);
    identify = new AuthenticationHandler(authServices.authenticator(), hub);
    TopicGates gates = new TopicGates(hub);
    ConnectionAdmission doorkeeper =
        new ConnectionAdmission(counter, edge.proxies(), timeouts, metrics);
    Answers answers = new Answers(vertx, counter, doorkeeper, metrics);
    InstrumentHandler instruments = new InstrumentHandler(hub, settings.instruments(), topics);
    mounts = mounts(limits, clock, gate, admission, gates, instruments, answers);
    upgrade =
        new Upgrade(
            mounts,
            timeouts,
            incomplete,
            admission,
            context,
            settings.compression(),
            metrics,
            System::nanoTime);
    serverSentEvents = new SseEndpoint(hub, identify, admission, gates);
    SecurityHeaders headers = new SecurityHeaders(edge.origins());
    Router router = router(mounts, instruments, answers);
    RequestPipeline entrance =
        new RequestPipeline(
            new RequestIds(RandomGenerator.getDefault()),
            doorkeeper,
            headers,
            gate,
            upgrade,
            mounts,
            router);
    return port.listen(entrance);
  }

  private Executor turns() {
    long window = settings.batchWindow().toMillis();
    return window == 0
        ? task -> context.runOnContext(turn -> task.run())
        : task -> context.runOnContext(turn -> vertx.setTimer(window, timer -> task.run()));
  }

  private List<Mount> mounts(
      Limits limits,
      InstantSource clock,
      OriginGate gate,
      SessionAdmission admission,
      TopicGates gates,
      InstrumentHandler instruments,
      Answers answers) {
    SessionAuthenticator login = new SessionAuthenticator(hub, authServices.authenticator(), clock);
    CommandHandlers commands = new CommandHandlers();
    Dispatcher dispatcher =
        new Dispatcher(
            hub,
            login,
            publisher,
            gates,
            commands,
            limits.pace(),
            metrics,
            events,
            clock,
            System::nanoTime);
    List<Mount> mounts = new ArrayList<>();
    Inbound inbound = limits.inbound();
    mounts.add(
        new WebSockets(
            hub,
            dispatcher,
            new RelaySockets(hub, dispatcher, settings.commandInterval()),
            settings.streams(),
            settings.instruments(),
            inbound));
    mounts.add(new Bridge(hub, dispatcher).mount(vertx, inbound, homes, admission, clock, gate));
    MountParts parts =
        new MountParts(
            vertx,
            hub,
            limits.message(),
            homes,
            admission,
            identify,
            authServices.authenticator(),
            inbound,
            gates,
            commands,
            instruments,
            answers);
    factories.forEach(factory -> mounts.add(factory.create(parts)));
    return mounts;
  }

  private static long sweep(Limits limits) {
    Duration shortest =
        limits.request().compareTo(limits.idle()) < 0 ? limits.request() : limits.idle();
    return Math.min(SWEEP, Math.max(1, shortest.toMillis() / 10));
  }

  private Router router(List<Mount> mounts, InstrumentHandler instruments, Answers answers) {
    Router router = Router.router(vertx);
    HttpErrors.install(router, events);
    mounts.forEach(mount -> mount.mount(router));
    serverSentEvents.mount(router);
    new ApiRoutes(
            vertx,
            hub,
            identify,
            authServices,
            instruments,
            settings.instruments(),
            topics,
            bus,
            samples,
            publisher,
            answers,
            InstantSource.system())
        .mount(router);
    return router;
  }

  /** Returns the port on which it listens, once started; any thread may call. */
  public int port() {
    return port.actual();
  }

  /** Closes the sessions one after the other, so that the clients do not all reconnect at once. */
  @Override
  public Future<?> stop() {
    upgrade.refuse();
    serverSentEvents.refuse();
    mounts.forEach(Mount::refuse);
    Promise<Void> drained = Promise.promise();
    long pause =
        Math.min(MAX_PAUSE, settings.drain().toMillis() / Math.max(1, hub.sessions().size()));
    sayGoodbye(Math.max(1, pause), drained);
    return drained.future().eventually(port::close);
  }

  private void sayGoodbye(long pause, Promise<Void> drained) {
    // A pause is at least a millisecond: with very many sessions, several are closed before each.
    int together =
        (int) Math.max(1, hub.sessions().size() / Math.max(1, settings.drain().toMillis()));
    hub.sessions().endSome(together, CloseCode.GOING_AWAY);
    if (hub.sessions().size() == 0) {
      drained.complete();
    } else {
      vertx.setTimer(pause, timer -> sayGoodbye(pause, drained));
    }
  }
}
