package dev.tickgate.gateway;

import dev.tickgate.transport.HttpGuests;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Lets connections in, as many as there may be. Confined to one event loop. */
final class Doorkeeper {
  private final Census census;
  private final HttpGuests guests;
  private final GatewayMetrics metrics;
  private final Map<HttpConnection, Limit> refused = new HashMap<>();

  Doorkeeper(Census census, HttpGuests guests, GatewayMetrics metrics) {
    this.census = census;
    this.guests = guests;
    this.metrics = metrics;
  }

  /** A client has connected: it is counted, or will be told that it may not stay. */
  void arrived(HttpConnection connection) {
    String address = ClientAddress.of(connection.remoteAddress());
    Optional<Limit> reached = census.arrived(address);
    if (reached.isEmpty()) {
      guests.arrived(connection, () -> census.left(address));
    } else {
      metrics.reached(reached.get());
      refused.put(connection, reached.get());
      guests.arrived(connection, () -> refused.remove(connection));
    }
  }

  /** Answers the request if its connection may not stay. */
  boolean refuses(HttpServerRequest request) {
    Limit limit = refused.isEmpty() ? null : refused.get(request.connection());
    if (limit == null) {
      return false;
    }
    if (limit == Limit.CONNECTIONS) {
      refuse(request, 503, "SERVER_FULL", "This server has as many clients as it takes.");
    } else {
      refuse(request, 429, "TOO_MANY_CONNECTIONS", "Your address has too many connections.");
    }
    return true;
  }

  /** Says no, for this connection. */
  static void refuse(HttpServerRequest request, int status, String code, String message) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    HttpErrors.send(request.response(), status, code, message)
        .onComplete(sent -> request.connection().close());
  }
}
