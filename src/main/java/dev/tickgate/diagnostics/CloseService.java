package dev.tickgate.diagnostics;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.SessionListener;
import dev.tickgate.endpoint.SockJsService;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.SockJsTransport;
import dev.tickgate.transport.SockJsWebSocketTransport;
import dev.tickgate.transport.Transport;
import dev.tickgate.transport.WebSocketConnection;
import dev.tickgate.transport.WebSocketTransport;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** Closes each session as soon as it is open, over the transports of the product. */
final class CloseService implements SockJsService {
  private final Hub hub;

  CloseService(Hub hub) {
    this.hub = hub;
  }

  @Override
  public void rawWebSocket(HttpServerRequest request, WebSocketConnection connection) {
    hear(connection, dismiss(Format.BRIDGE_WEBSOCKET, new WebSocketTransport(connection)));
  }

  @Override
  public void sockJsWebSocket(HttpServerRequest request, WebSocketConnection connection) {
    Transport transport = new SockJsWebSocketTransport(connection);
    hear(connection, dismiss(Format.BRIDGE_SOCKJS_WEBSOCKET, transport));
  }

  @Override
  public void fallback(SockJSSocket socket) {
    dismiss(Format.BRIDGE_SOCKJS_FALLBACK, new SockJsTransport(socket, () -> {}));
  }

  // The connection is closed when the client has answered the close.
  private void hear(WebSocketConnection connection, Session session) {
    connection.listen(new SessionListener(hub, session, message -> {}));
  }

  private Session dismiss(Format format, Transport transport) {
    Session session = hub.sessions().open(Principal.ANYBODY, format, opened -> transport);
    hub.sessions().end(session, CloseCode.GO_AWAY);
    return session;
  }
}
