package dev.tickgate.gateway;

import dev.tickgate.transport.HttpGuests;
import io.vertx.core.Future;
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
  private final Tally connections;
  private final Proxies proxies;
  private final HttpGuests guests;
  private final GatewayMetrics metrics;
  private final Map<HttpConnection, Limit> refused = new HashMap<>();

  Doorkeeper(Tally connections, Proxies proxies, HttpGuests guests, GatewayMetrics metrics) {
    this.connections = connections;
    this.proxies = proxies;
    this.guests = guests;
    this.metrics = metrics;
  }

  /** A client has connected: it is counted, or will be told that it may not stay. */
  void arrived(HttpConnection connection) {
    Optional<String> address = ownAddress(connection);
    Optional<Limit> reached = connections.arrived();
    if (reached.isEmpty() && address.isPresent()) {
      reached = connections.arrived(address.get(), true);
      reached.ifPresent(limit -> connections.left());
    }
    if (reached.isEmpty()) {
      guests.arrived(
          connection,
          () -> {
            connections.left();
            address.ifPresent(connections::left);
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
      refuse(request, limit).onComplete(sent -> request.connection().close());
      return true;
    }
    return ownAddress(request.connection()).isEmpty() && refusesClient(request);
  }

  private boolean refusesClient(HttpServerRequest request) {
    String address = ClientAddress.of(proxies.client(request));
    boolean upgrade = request.headers().contains(HttpHeaders.UPGRADE);
    Optional<Limit> reached =
        connections.arrived(address, upgrade || "/sse".equals(request.path()));
    reached.ifPresent(
        limit -> {
          metrics.reached(limit);
          refuse(request, limit);
        });
    if (reached.isEmpty()) {
      AtomicBoolean gone = new AtomicBoolean();
      Runnable leave =
          () -> {
            if (!gone.getAndSet(true)) {
              connections.left(address);
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

  private static Future<Void> refuse(HttpServerRequest request, Limit limit) {
    Refusal refusal = Refusal.of(limit);
    return refuse(request, refusal.status(), refusal.code(), refusal.message());
  }

  /**
   * Refuses a request; over HTTP/1 its connection ends, over HTTP/2 it may have others' streams.
   */
  static Future<Void> refuse(HttpServerRequest request, int status, String code, String message) {
    boolean alone = request.version() != HttpVersion.HTTP_2;
    if (alone) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    return HttpErrors.send(request.response(), status, code, message)
        .onComplete(
            sent -> {
              if (alone) {
                request.connection().close();
              }
            });
  }
}
