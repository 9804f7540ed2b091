package dev.tickgate.gateway;

import dev.tickgate.transport.HttpGuests;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets connections in, as many as there may be. What comes over those of a trusted proxy is looked
 * at request by request, for only a request says whose it is. Confined to one event loop.
 */
final class Doorkeeper {
  private final Census census;
  private final Proxies proxies;
  private final HttpGuests guests;
  private final GatewayMetrics metrics;
  private final Map<HttpConnection, Limit> refused = new HashMap<>();

  Doorkeeper(Census census, Proxies proxies, HttpGuests guests, GatewayMetrics metrics) {
    this.census = census;
    this.proxies = proxies;
    this.guests = guests;
    this.metrics = metrics;
  }

  /** A client has connected: it is counted, or will be told that it may not stay. */
  void arrived(HttpConnection connection) {
    Optional<String> address = ownAddress(connection);
    Optional<Limit> reached = census.arrived();
    if (reached.isEmpty() && address.isPresent()) {
      reached = census.arrived(address.get(), true);
      reached.ifPresent(limit -> census.left());
    }
    if (reached.isEmpty()) {
      guests.arrived(
          connection,
          () -> {
            census.left();
            address.ifPresent(census::left);
          });
    } else {
      metrics.reached(reached.get());
      refused.put(connection, reached.get());
      guests.arrived(connection, () -> refused.remove(connection));
    }
  }

  /** Empty where it is a trusted proxy's. */
  private Optional<String> ownAddress(HttpConnection connection) {
    String address = String.valueOf(connection.remoteAddress().hostAddress());
    return proxies.trusts(address) ? Optional.empty() : Optional.of(ClientAddress.of(address));
  }

  /** Answers the request if its connection may not stay, or its client may not ask. */
  boolean refuses(HttpServerRequest request) {
    Limit limit = refused.isEmpty() ? null : refused.get(request.connection());
    if (limit != null) {
      say(request, limit);
      return true;
    }
    return ownAddress(request.connection()).isEmpty() && refusesClient(request);
  }

  private boolean refusesClient(HttpServerRequest request) {
    String address = ClientAddress.of(proxies.client(request));
    boolean upgrade = request.headers().contains(HttpHeaders.UPGRADE);
    Optional<Limit> reached = census.arrived(address, upgrade || "/sse".equals(request.path()));
    reached.ifPresent(
        limit -> {
          metrics.reached(limit);
          say(request, limit);
        });
    if (reached.isEmpty()) {
      AtomicBoolean gone = new AtomicBoolean();
      Runnable leave =
          () -> {
            if (!gone.getAndSet(true)) {
              census.left(address);
            }
          };
      // A WebSocket has no answer that would end; its connection is the client's alone.
      if (upgrade) {
        guests.onClose(request.connection(), leave);
      }
      request.response().endHandler(ended -> leave.run());
    }
    return reached.isPresent();
  }

  private static void say(HttpServerRequest request, Limit limit) {
    switch (limit) {
      case CONNECTIONS ->
          refuse(request, 503, "SERVER_FULL", "This server has as many clients as it takes.");
      case CONNECTS ->
          refuse(request, 503, "SERVER_BUSY", "Clients come faster than this server takes them.");
      case CONNECTS_PER_ADDRESS ->
          refuse(request, 429, "TOO_MANY_CONNECTS", "Your address connects too often.");
      default ->
          refuse(request, 429, "TOO_MANY_CONNECTIONS", "Your address has too many connections.");
    }
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
