package dev.tickgate.gateway;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an HTTP request to a session on a WebSocket. Before the router, which would wrap the socket
 * and hide its channel.
 */
final class Upgrade {
  private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
  private static final int SERVICE_UNAVAILABLE = 503;

  private final WebSockets webSockets;
  private final Bridge bridge;
  private boolean refusing;

  Upgrade(WebSockets webSockets, Bridge bridge) {
    this.webSockets = webSockets;
    this.bridge = bridge;
  }

  /** From now on nobody is let in: this node stops. */
  void refuse() {
    refusing = true;
  }

  /** Takes the request if it asks for a WebSocket where there is one. */
  boolean accept(HttpServerRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      return false;
    }
    if (refusing) {
      request
          .response()
          .setStatusCode(SERVICE_UNAVAILABLE)
          .putHeader(HttpHeaders.CONNECTION, "close")
          .end();
      return true;
    }
    Optional<Consumer<ServerWebSocket>> endpoint = endpoint(request);
    endpoint.ifPresent(
        opened ->
            request
                .toWebSocket()
                .onSuccess(opened::accept)
                // The handshake was wrong and is answered, or the client has gone.
                .onFailure(
                    e -> LOG.atDebug().addKeyValue("reason", e).log("gateway.handshake_failed")));
    return endpoint.isPresent();
  }

  private Optional<Consumer<ServerWebSocket>> endpoint(HttpServerRequest request) {
    Optional<Consumer<ServerWebSocket>> raw = webSockets.at(request);
    return raw.isPresent() ? raw : bridge.at(request);
  }

  /** What the connection tells its session, besides messages. */
  static void connect(ServerWebSocket socket, Hub hub, Session session) {
    socket.pongHandler(pong -> session.heard());
    socket.closeHandler(closed -> hub.closed(session));
    // Broken connections and broken frames; Vert.x closes, and the close handler follows.
    socket.exceptionHandler(
        e -> LOG.atDebug().addKeyValue("reason", e).log("gateway.connection_failed"));
  }
}
