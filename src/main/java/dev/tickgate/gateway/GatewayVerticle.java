package dev.tickgate.gateway;

import dev.tickgate.hub.Access;
import dev.tickgate.hub.Archive;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.HubMetrics;
import dev.tickgate.hub.Mailbox;
import dev.tickgate.protocol.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** One event loop of the gateway: its hub, and its share of the connections. */
public final class GatewayVerticle extends VerticleBase {
  // Any free port, the same for all instances.
  private static final int ANY_PORT = -1;
  private static final int MAX_MESSAGE = 64 * 1024;
  private static final int BACKLOG = 10_000;
  private static final long MAX_PAUSE = 50;

  private final GatewaySettings settings;
  private final Fanout fanout;
  private final Archive archive;
  private final HubMetrics metrics;
  private Hub hub;
  private Upgrade upgrade;
  private Events events;
  private HttpServer server;

  public GatewayVerticle(
      GatewaySettings settings, Fanout fanout, Archive archive, HubMetrics metrics) {
    this.settings = settings;
    this.fanout = fanout;
    this.archive = archive;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    InstantSource clock = InstantSource.system();
    Access access = settings.access();
    hub =
        new Hub(
            settings.hub(),
            access,
            archive,
            metrics,
            clock,
            RandomGenerator.getDefault(),
            (millis, task) -> vertx.setTimer(millis, timer -> task.run()));
    fanout.add(hub, new Mailbox(hub, turns()));
    vertx.setPeriodic(hub.aliveTick().toMillis(), timer -> hub.tickAlive());
    vertx.setPeriodic(hub.beatTick().toMillis(), timer -> hub.tickBeats());
    Dispatcher dispatcher = new Dispatcher(hub, clock);
    WebSockets webSockets = new WebSockets(hub, dispatcher, settings.streams(), clock);
    Bridge bridge = new Bridge(vertx, hub, dispatcher);
    upgrade = new Upgrade(webSockets, bridge);
    events = new Events(hub, access);
    Router router = router(webSockets, bridge);
    server =
        vertx
            .createHttpServer(options())
            .requestHandler(
                request -> {
                  if (!upgrade.accept(request)) {
                    router.handle(bridge.kept(request));
                  }
                });
    return server.listen().recover(failure -> Future.failedFuture(cannotListen(failure)));
  }

  private Executor turns() {
    long window = settings.batchWindow().toMillis();
    return window == 0
        ? task -> context.runOnContext(turn -> task.run())
        : task -> context.runOnContext(turn -> vertx.setTimer(window, timer -> task.run()));
  }

  private BindException cannotListen(Throwable failure) {
    boolean taken = String.valueOf(failure.getMessage()).contains("already in use");
    BindException clear =
        new BindException(
            taken
                ? "http.port %d is in use; choose another, or 0 for any".formatted(settings.port())
                : "http.host %s, http.port %d cannot be listened on: %s"
                    .formatted(settings.host(), settings.port(), failure.getMessage()));
    clear.initCause(failure);
    return clear;
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(settings.port() == 0 ? ANY_PORT : settings.port())
        .setAcceptBacklog(BACKLOG)
        // A deflate state per connection would cost more memory than the connection.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(MAX_MESSAGE)
        .setMaxWebSocketMessageSize(MAX_MESSAGE);
  }

  private Router router(WebSockets webSockets, Bridge bridge) {
    Router router = Router.router(vertx);
    HttpErrors.install(router);
    webSockets.mount(router);
    bridge.mount(router);
    events.mount(router);
    Pages.secure(router);
    new TicksApi(hub, settings.symbols()).mount(router);
    Pages.mount(router);
    return router;
  }

  /** The port it listens on, once started; any thread may ask. */
  public int port() {
    return server.actualPort();
  }

  /** Says goodbye to the clients one after the other, so that they do not all come back at once. */
  @Override
  public Future<?> stop() {
    upgrade.refuse();
    events.refuse();
    Promise<Void> drained = Promise.promise();
    long pause = Math.min(MAX_PAUSE, settings.drain().toMillis() / Math.max(1, hub.size()));
    sayGoodbye(Math.max(1, pause), drained);
    return drained.future().eventually(server::close);
  }

  private void sayGoodbye(long pause, Promise<Void> drained) {
    // A pause is at least a millisecond: among very many, several leave in one.
    int together = (int) Math.max(1, hub.size() / Math.max(1, settings.drain().toMillis()));
    hub.endSome(together, CloseCode.GOING_AWAY);
    if (hub.size() == 0) {
      drained.complete();
    } else {
      vertx.setTimer(pause, timer -> sayGoodbye(pause, drained));
    }
  }
}
