package dev.tickgate.endpoint;

import dev.tickgate.http.ConnectionAdmission;
import dev.tickgate.http.GatewayMetrics;
import dev.tickgate.http.HttpConnectionTimeouts;
import dev.tickgate.http.Limit;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.IncompleteMessages;
import dev.tickgate.transport.WebSocketConnection;
import dev.tickgate.transport.WebSocketHandshake;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Turns an HTTP request into a session on a WebSocket, which the router of Vert.x cannot do. */
final class Upgrade {
  private final List<Mount> mounts;
  private final HttpConnectionTimeouts timeouts;
  private final IncompleteMessages incomplete;
  private final SessionAdmission admission;
  private final Context context;
  private final boolean compression;
  private final GatewayMetrics metrics;
  private final LongSupplier nanos;
  private boolean refusing;

  /**
   * @param context the context of the event loop, shared by its connections
   * @param compression whether permessage-deflate may be negotiated
   * @param nanos a clock like {@code System::nanoTime}
   */
  Upgrade(
      List<Mount> mounts,
      HttpConnectionTimeouts timeouts,
      IncompleteMessages incomplete,
      SessionAdmission admission,
      Context context,
      boolean compression,
      GatewayMetrics metrics,
      LongSupplier nanos) {
    this.context = context;
    this.compression = compression;
    this.mounts = mounts;
    this.timeouts = timeouts;
    this.incomplete = incomplete;
    this.admission = admission;
    this.metrics = metrics;
    this.nanos = nanos;
  }

  /** Refuses new sessions from now on, because this node stops. */
  void refuse() {
    refusing = true;
  }

  /** Answers the request if it asks for a WebSocket at the path of an endpoint. */
  boolean accept(HttpServerRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        || request.method() != HttpMethod.GET
        || request.version() == HttpVersion.HTTP_2) {
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
      ConnectionAdmission.refuse(
          request, 503, "GOING_AWAY", "This node stops; connect to another node.");
    } else if (fault.isPresent()) {
      request.response().putHeader(Handshake.VERSION, "13");
      ConnectionAdmission.refuse(
          request, fault.get().status, fault.get().code, fault.get().message);
    } else {
      admission.admit(request).ifPresent(over -> open(request, endpoint, over));
    }
  }

  private void open(HttpServerRequest request, Endpoint endpoint, Runnable over) {
    timeouts.onClose(request.connection(), over);
    timeouts.upgraded(request.connection());
    WebSocketConnection connection =
        WebSocketHandshake.accept(
            request,
            context,
            endpoint.inbound(),
            compression,
            new InboundRate(endpoint.inbound().pace(), nanos),
            incomplete,
            this::violated);
    endpoint.opened().accept(connection);
  }

  private void violated(CloseCode code) {
    metrics.ended(code);
    switch (code) {
      case TOO_BIG -> metrics.reached(Limit.MESSAGE);
      case MESSAGE_TIMEOUT -> metrics.reached(Limit.MESSAGE_TIME);
      case RATE_LIMITED -> metrics.reached(Limit.COMMANDS);
      default -> {}
    }
  }
}
