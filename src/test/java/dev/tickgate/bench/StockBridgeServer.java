package dev.tickgate.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;

/** A reference: the event-bus bridge of vertx-web as it comes, on one event loop. */
final class StockBridgeServer extends VerticleBase {
  private static final int BACKLOG = 4096;

  private final int port;
  private final int sourcePort;
  private long offset;

  private StockBridgeServer(int port, int sourcePort) {
    this.port = port;
    this.sourcePort = sourcePort;
  }

  /** {@code StockBridgeServer <port> <source port>} runs until it is killed. */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    VertxOptions options =
        new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true);
    Vertx.vertx(options)
        .deployVerticle(
            new StockBridgeServer(port, Integer.parseInt(arguments[1])),
            new DeploymentOptions().setInstances(1))
        .onSuccess(id -> System.out.println("listening on " + port))
        .onFailure(
            failure -> {
              System.err.println(failure.getMessage());
              System.exit(1);
            });
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router
        .route("/eventbus*")
        .subRouter(
            SockJSHandler.create(vertx)
                .bridge(
                    new SockJSBridgeOptions()
                        .addOutboundPermitted(new PermittedOptions().setAddressRegex("bench.*"))));
    Future<?> clients =
        vertx
            .createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG))
            .requestHandler(router)
            .listen(port, "127.0.0.1");
    Future<?> source =
        vertx.createNetServer().connectHandler(this::lines).listen(sourcePort, "127.0.0.1");
    return Future.all(clients, source);
  }

  private void lines(NetSocket socket) {
    RecordParser parser = RecordParser.newDelimited("\n", socket);
    parser.handler(
        line -> {
          JsonObject tick = line.toJsonObject().put("epoch", 1).put("offset", ++offset);
          vertx.eventBus().publish(tick.getString("topic", Load.TOPIC), tick);
        });
  }
}
