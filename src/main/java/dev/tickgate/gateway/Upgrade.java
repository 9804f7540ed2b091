package dev.tickgate.gateway;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.transport.HttpGuests;
import dev.tickgate.transport.StrictWebSocket;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an HTTP request to a session on a WebSocket. Before the router, which would wrap the socket
 * and hide its channel.
 */
final class Upgrade {
  private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);

  private final List<Mount> mounts;
  private final HttpGuests guests;
  private final GatewayMetrics metrics;
  private boolean refusing;

  Upgrade(List<Mount> mounts, HttpGuests guests, GatewayMetrics metrics) {
    this.mounts = mounts;
    this.guests = guests;
    this.metrics = metrics;
  }

  /** From now on nobody is let in: this node stops. */
  void refuse() {
    refusing = true;
  }

  /** Takes the request if it asks for a WebSocket where there is one. */
  boolean accept(HttpServerRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        || request.method() != HttpMethod.GET) {
      return false;
    }
    Optional<Endpoint> endpoint =
        mounts.stream().map(mount -> mount.at(request)).flatMap(Optional::stream).findFirst();
    endpoint.ifPresent(found -> accept(request, found));
    return endpoint.isPresent();
  }

  private void accept(HttpServerRequest request, Endpoint endpoint) {
    Optional<Handshake.Fault> fault = Handshake.faultOf(request);
    if (refusing) {
      Doorkeeper.refuse(request, 503, "GOING_AWAY", "This node stops; another one goes on.");
    } else if (fault.isPresent()) {
      request.response().putHeader(Handshake.VERSION, "13");
      Doorkeeper.refuse(request, fault.get().status, fault.get().code, fault.get().message);
    } else {
      request
          .toWebSocket()
          .onSuccess(socket -> opened(socket, endpoint))
          // The handshake was wrong and is answered, or the client has gone.
          .onFailure(e -> LOG.atDebug().addKeyValue("reason", e).log("gateway.handshake_failed"));
    }
  }

  private void opened(ServerWebSocket socket, Endpoint endpoint) {
    guests.upgraded(socket);
    StrictWebSocket.install(socket, endpoint.message(), this::violated);
    endpoint.opened().accept(socket);
  }

  private void violated(CloseCode code) {
    if (code == CloseCode.TOO_BIG) {
      metrics.reached(Limit.MESSAGE);
    }
  }

  /** What the connection tells its session, besides messages. */
  static void connect(ServerWebSocket socket, Hub hub, Session session) {
    socket.pongHandler(pong -> session.heard());
    // The client has said its last; the connection may be there for a moment yet.
    socket.endHandler(left -> hub.closed(session));
    socket.closeHandler(closed -> hub.closed(session));
    // Broken connections; Vert.x closes, and the close handler follows.
    socket.exceptionHandler(
        e -> LOG.atDebug().addKeyValue("reason", e).log("gateway.connection_failed"));
  }
}
