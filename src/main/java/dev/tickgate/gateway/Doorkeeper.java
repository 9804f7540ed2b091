package dev.tickgate.gateway;

import dev.tickgate.transport.HttpGuests;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets connections in, as many as there may be. What comes over those of a trusted proxy is looked
 * at request by request, for only a request says whose it is. Confined to one event loop.
 */
final class Doorkeeper {
  static final String BUSY = "Clients come faster than this server takes them.";
  // How long the next request of a connection waits after one that was refused.
  private static final Duration PENALTY = Duration.ofSeconds(1);

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
    boolean isItsOwn = ownAddress(request.connection()).isPresent();
    String address = addressOf(request);
    return refusesRequest(request, address, isItsOwn)
        || !isItsOwn && refusesClient(request, address);
  }

  private boolean refusesRequest(HttpServerRequest request, String address, boolean isItsOwn) {
    boolean stream = isUpgrade(request) || isStream(request);
    Optional<Limit> reached = census.asked(address, stream);
    reached.ifPresent(
        limit -> {
          metrics.reached(limit);
          Future<Void> sent = answer(request, limit);
          if (isItsOwn) {
            // The connection of a proxy has other clients as well.
            sent.onComplete(done -> guests.hold(request.connection(), PENALTY));
          }
        });
    return reached.isPresent();
  }

  private static Future<Void> answer(HttpServerRequest request, Limit limit) {
    HttpServerResponse response = request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    return limit == Limit.REQUESTS
        ? HttpErrors.send(response, 503, "SERVER_BUSY", BUSY)
        : HttpErrors.send(response, 429, "TOO_MANY_REQUESTS", "Your address asks too often.");
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE);
  }

  private static boolean isStream(HttpServerRequest request) {
    return "/sse".equals(request.path());
  }

  /** Whose limits a request counts for. */
  String addressOf(HttpServerRequest request) {
    return ownAddress(request.connection())
        .orElseGet(() -> ClientAddress.of(proxies.client(request)));
  }

  private boolean refusesClient(HttpServerRequest request, String address) {
    boolean upgrade = isUpgrade(request);
    Optional<Limit> reached = census.arrived(address, upgrade || isStream(request));
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
      case CONNECTS -> refuse(request, 503, "SERVER_BUSY", BUSY);
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
