package dev.tickgate.gateway;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Principal;
import dev.tickgate.hub.Session;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.SockJsFrames;
import dev.tickgate.transport.SockJsRequest;
import dev.tickgate.transport.SockJsTransport;
import dev.tickgate.transport.SockJsWebSocketTransport;
import dev.tickgate.transport.WebSocketTransport;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code /eventbus}: the protocol of the Vert.x event-bus bridge over SockJS. WebSockets, which
 * nearly every client has, are our own; the other transports of SockJS are vertx-web's.
 */
final class Bridge {
  private static final Pattern SOCKJS_WEBSOCKET =
      Pattern.compile("/eventbus/[^/.]+/[^/.]+/websocket");
  private static final int MAX_BODY = 64 * 1024;

  private final Vertx vertx;
  private final Hub hub;
  private final Dispatcher dispatcher;

  Bridge(Vertx vertx, Hub hub, Dispatcher dispatcher) {
    this.vertx = vertx;
    this.hub = hub;
    this.dispatcher = dispatcher;
  }

  /** What happens on a WebSocket at the request's path; empty where there is none. */
  Optional<Consumer<ServerWebSocket>> at(HttpServerRequest request) {
    if (request.path().equals("/eventbus/websocket")) {
      return Optional.of(this::rawWebSocket);
    }
    return SOCKJS_WEBSOCKET.matcher(request.path()).matches()
        ? Optional.of(this::sockJsWebSocket)
        : Optional.empty();
  }

  /** The request, with a connection that goes on after it where it is one of SockJS. */
  HttpServerRequest kept(HttpServerRequest request) {
    return request.path().startsWith("/eventbus/") ? SockJsRequest.of(request) : request;
  }

  /** The other transports of SockJS. */
  void mount(Router router) {
    router.post("/eventbus/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
    router
        .postWithRegex("/eventbus/[^/.]+/[^/.]+/(?:xhr_send|jsonp_send)")
        .handler(Bridge::requireMessages);
    SockJSHandlerOptions options =
        new SockJSHandlerOptions()
            .setHeartbeatInterval(Hub.ALIVE_ROUND.toMillis())
            // No cookie: a load balancer finds the node by the session in the path.
            .setInsertJSESSIONID(false)
            .setLibraryURL("/vendor/sockjs.min.js");
    router
        .route("/eventbus/*")
        .subRouter(SockJSHandler.create(vertx, options).socketHandler(this::fallback));
  }

  // vertx-web takes whatever JSON array it is given for one of strings, and falls over others.
  private static void requireMessages(RoutingContext context) {
    String form = context.request().getFormAttribute("d");
    String body = form != null ? form : context.body().asString();
    if (body != null && SockJsFrames.read(body).isEmpty()) {
      context.response().setStatusCode(500).end("Broken JSON encoding.");
    } else {
      context.next();
    }
  }

  private void rawWebSocket(ServerWebSocket socket) {
    Session session =
        hub.open(
            Principal.ANYBODY,
            Format.BRIDGE_WEBSOCKET,
            opened -> new WebSocketTransport(socket, opened::drained));
    Upgrade.connect(socket, hub, session);
    socket.textMessageHandler(message -> dispatcher.received(session, message));
    socket.binaryMessageHandler(message -> dispatcher.received(session, message.toString()));
  }

  private void sockJsWebSocket(ServerWebSocket socket) {
    Session session =
        hub.open(
            Principal.ANYBODY,
            Format.BRIDGE_SOCKJS_WEBSOCKET,
            opened -> new SockJsWebSocketTransport(socket, opened::drained));
    Upgrade.connect(socket, hub, session);
    socket.textMessageHandler(
        frame ->
            SockJsFrames.read(frame)
                .ifPresentOrElse(
                    messages -> messages.forEach(message -> dispatcher.received(session, message)),
                    // Broken framing: the protocol wants the connection dropped.
                    () -> socket.close((short) 1002, "broken SockJS frame")));
  }

  private void fallback(SockJSSocket socket) {
    Session session =
        hub.open(
            Principal.ANYBODY,
            Format.BRIDGE_SOCKJS_FALLBACK,
            opened -> new SockJsTransport(socket, opened::drained));
    socket.handler(message -> dispatcher.received(session, message.toString()));
    socket.closeHandler(closed -> hub.closed(session));
  }
}
