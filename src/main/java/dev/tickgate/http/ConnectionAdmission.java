package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits connections within the limits. On a connection of a trusted proxy it admits each request,
 * because only a request names its client. Confined to one event loop.
 */
public final class ConnectionAdmission {
  // The delay of the next request of a connection after a refused request.
  private static final Duration PENALTY = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(250);

  private final AddressCounter connections;
  private final RequestRates requests;
  private final Proxies proxies;
  private final HttpConnectionTimeouts timeouts;
  private final GatewayMetrics metrics;
  private final Map<HttpConnection, Limit> refused = new HashMap<>();

  public ConnectionAdmission(
      ConnectionCounter counter,
      Proxies proxies,
      HttpConnectionTimeouts timeouts,
      GatewayMetrics metrics) {
    this.connections = counter.ofConnections();
    this.requests = counter.requests();
    this.proxies = proxies;
    this.timeouts = timeouts;
    this.metrics = metrics;
  }

  /** Counts a new connection, or marks it, so that its request is refused. */
  public void arrived(HttpConnection connection) {
    Optional<String> address = ownAddress(connection);
    Optional<Limit> reached = connections.arrived();
    if (reached.isEmpty() && address.isPresent()) {
      reached = connections.arrived(address.get(), true);
      reached.ifPresent(limit -> connections.left());
    }
    if (reached.isEmpty()) {
      timeouts.arrived(
          connection,
          () -> {
            connections.left();
            address.ifPresent(connections::left);
          });
    } else {
      metrics.reached(reached.get());
      refused.put(connection, reached.get());
      timeouts.arrived(connection, () -> refused.remove(connection));
    }
  }

  /** Returns the address of the client; empty for the connection of a trusted proxy. */
  private Optional<String> ownAddress(HttpConnection connection) {
    String address = String.valueOf(connection.remoteAddress().hostAddress());
    return proxies.trusts(address) ? Optional.empty() : Optional.of(ClientAddress.of(address));
  }

  /** Answers the request if its connection, its client or the request itself exceeds a limit. */
  public boolean refuses(HttpServerRequest request) {
    Limit limit = refused.isEmpty() ? null : refused.get(request.connection());
    if (limit != null) {
      refuse(request, limit).onComplete(sent -> request.connection().close());
      return true;
    }
    boolean isItsOwn = ownAddress(request.connection()).isPresent();
    String address = addressOf(request);
    return refusesRequest(request, address, isItsOwn)
        || !isItsOwn && refusesClient(request, address);
  }

  private boolean refusesRequest(HttpServerRequest request, String address, boolean isItsOwn) {
    boolean stream = isUpgrade(request) || isStream(request);
    Optional<Limit> reached = requests.asked(address, stream);
    reached.ifPresent(
        limit -> {
          metrics.reached(limit);
          Refusal refusal = Refusal.of(limit);
          request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
          HttpErrors.send(request, refusal.status(), refusal.code(), refusal.message())
              .onComplete(
                  done -> {
                    // The connection of a proxy serves other clients, too.
                    if (isItsOwn) {
                      timeouts.hold(request.connection(), PENALTY);
                    }
                  });
        });
    return reached.isPresent();
  }

  /**
   * Delays the next request of a connection after a long answer, so that other clients are served.
   */
  void rest(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (request.version() != HttpVersion.HTTP_2 && ownAddress(connection).isPresent()) {
      timeouts.hold(connection, REST);
    }
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE);
  }

  private static boolean isStream(HttpServerRequest request) {
    return "/sse".equals(request.path());
  }

  /** Returns the address for which a request counts. */
  String addressOf(HttpServerRequest request) {
    return ownAddress(request.connection())
        .orElseGet(() -> ClientAddress.of(proxies.client(request)));
  }

  private boolean refusesClient(HttpServerRequest request, String address) {
    boolean upgrade = isUpgrade(request);
    Optional<Limit> reached = connections.arrived(address, upgrade || isStream(request));
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
      // A WebSocket has no response that ends; its connection serves one client.
      if (upgrade) {
        timeouts.onClose(request.connection(), leave);
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
   * Refuses a request. Closes its connection over HTTP/1; over HTTP/2 the connection may have other
   * streams.
   */
  public static Future<Void> refuse(
      HttpServerRequest request, int status, String code, String message) {
    boolean alone = request.version() != HttpVersion.HTTP_2;
    if (alone) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    return HttpErrors.send(request, status, code, message)
        .onComplete(
            sent -> {
              if (alone) {
                request.connection().close();
              }
            });
  }
}
