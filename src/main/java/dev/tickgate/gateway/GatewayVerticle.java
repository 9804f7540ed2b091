package dev.tickgate.gateway;

import dev.tickgate.hub.Access;
import dev.tickgate.hub.Archive;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.HubMetrics;
import dev.tickgate.hub.Mailbox;
import dev.tickgate.protocol.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Set;

/** One event loop of the gateway: its hub, and its share of the connections. */
public final class GatewayVerticle extends VerticleBase {
  // Any free port, the same for all instances.
  private static final int ANY_PORT = -1;
  private static final int MAX_MESSAGE = 64 * 1024;
  private static final int BACKLOG = 10_000;

  private final GatewaySettings settings;
  private final Fanout fanout;
  private final Archive archive;
  private final HubMetrics metrics;
  private Hub hub;
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
    Access access = new Access(Set.copyOf(settings.streams().values()));
    hub = new Hub(settings.hub(), access, archive, metrics, clock);
    fanout.add(hub, new Mailbox(hub, task -> context.runOnContext(v -> task.run())));
    vertx.setPeriodic(hub.aliveTick().toMillis(), timer -> hub.tickAlive());
    vertx.setPeriodic(hub.beatTick().toMillis(), timer -> hub.tickBeats());
    Dispatcher dispatcher = new Dispatcher(hub, clock);
    WebSockets webSockets = new WebSockets(hub, dispatcher, settings.streams(), clock);
    Bridge bridge = new Bridge(vertx, hub, dispatcher);
    Upgrade upgrade = new Upgrade(webSockets, bridge);
    Router router = router(webSockets, bridge);
    server =
        vertx
            .createHttpServer(options())
            .requestHandler(
                request -> {
                  if (!upgrade.accept(request)) {
                    router.handle(request);
                  }
                });
    return server.listen();
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
    webSockets.mount(router);
    bridge.mount(router);
    new TicksApi(hub, settings.symbols()).mount(router);
    Pages.mount(router);
    return router;
  }

  /** The port it listens on, once started; any thread may ask. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    hub.endAll(CloseCode.GOING_AWAY);
    return server.close();
  }
}
