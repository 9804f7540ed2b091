package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.http.OriginGate;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.SockJsFrames;
import dev.tickgate.transport.SockJsTransport;
import dev.tickgate.transport.SockJsWebSocketTransport;
import dev.tickgate.transport.WebSocketConnection;
import dev.tickgate.transport.WebSocketTransport;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.InstantSource;
import java.util.function.Consumer;

/** {@code /eventbus}: the protocol of the Vert.x event-bus bridge over SockJS. */
public final class Bridge implements SockJsService {
  private final Hub hub;
  private final Dispatcher dispatcher;

  Bridge(Hub hub, Dispatcher dispatcher) {
    this.hub = hub;
    this.dispatcher = dispatcher;
  }

  /** Returns the mount at which clients reach the bridge. */
  Mount mount(
      Vertx vertx,
      Inbound inbound,
      SockJsHomes homes,
      SessionAdmission admission,
      InstantSource clock,
      OriginGate gate) {
    SockJSHandlerOptions options =
        new SockJSHandlerOptions()
            // Relative, so that it also works below a path prefix of a proxy.
            .setLibraryURL("../vendor/sockjs.min.js")
            .setHeartbeatInterval(Hub.ALIVE_ROUND.toMillis())
            // No cookie: a load balancer finds the node by the session in the path.
            .setInsertJSESSIONID(false);
    return new SockJsMount(
        vertx, "/eventbus", options, inbound, this, homes, admission, clock, gate::allow);
  }

  @Override
  public void rawWebSocket(HttpServerRequest request, WebSocketConnection connection) {
    Session session =
        hub.sessions()
            .open(
                Principal.ANYBODY,
                Format.BRIDGE_WEBSOCKET.on(connection),
                opened -> new WebSocketTransport(connection));
    Conversation conversation =
        dispatcher.listen(session, ReadControl.of(connection), RequestToken.in(request));
    connection.listen(new SessionListener(hub, session, conversation::hear));
  }

  @Override
  public void sockJsWebSocket(HttpServerRequest request, WebSocketConnection connection) {
    Session session =
        hub.sessions()
            .open(
                Principal.ANYBODY,
                Format.BRIDGE_SOCKJS_WEBSOCKET.on(connection),
                opened -> new SockJsWebSocketTransport(connection));
    Conversation conversation =
        dispatcher.listen(session, ReadControl.of(connection), RequestToken.in(request));
    connection.listen(
        new SessionListener(hub, session, frame -> unframe(connection, frame, conversation::hear)));
  }

  /**
   * Passes on the messages of a frame. Closes the connection if the frame is malformed, as the
   * protocol requires.
   */
  public static void unframe(
      WebSocketConnection connection, String frame, Consumer<String> listener) {
    CloseCode broken = CloseCode.PROTOCOL_ERROR;
    SockJsFrames.read(frame)
        .ifPresentOrElse(
            messages -> messages.forEach(listener),
            () -> connection.close(broken.number(), broken.reason()));
  }

  @Override
  public void fallback(SockJSSocket socket) {
    Session session =
        hub.sessions()
            .open(
                Principal.ANYBODY,
                Format.BRIDGE_SOCKJS_FALLBACK,
                opened -> new SockJsTransport(socket, opened::drained));
    HttpServerRequest request = socket.routingContext().request();
    ReadControl valve = new ReadControl(socket::pause, socket::resume);
    Conversation conversation = dispatcher.listen(session, valve, RequestToken.in(request));
    socket.handler(message -> conversation.hear(message.toString()));
    socket.closeHandler(closed -> hub.sessions().closed(session));
  }
}
