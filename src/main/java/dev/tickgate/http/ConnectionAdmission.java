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
 * Lets connections in, as many as there may be. What comes over those of a trusted proxy is looked
 * at request by request, for only a request says whose it is. Confined to one event loop.
 */
public final class ConnectionAdmission {
  // How long the next request of a connection waits after one that was refused.
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

  /** A client has connected: it is counted, or will be told that it may not stay. */
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

  /** Empty where it is a trusted proxy's. */
  private Optional<String> ownAddress(HttpConnection connection) {
    String address = String.valueOf(connection.remoteAddress().hostAddress());
    return proxies.trusts(address) ? Optional.empty() : Optional.of(ClientAddress.of(address));
  }

  /** Answers the request if its connection may not stay, or its client may not ask. */
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
                    // The connection of a proxy has other clients as well.
                    if (isItsOwn) {
                      timeouts.hold(request.connection(), PENALTY);
                    }
                  });
        });
    return reached.isPresent();
  }

  /** Lets the connection of a client rest after a long answer, so that others are served. */
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

  /** Whose limits a request counts for. */
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
      // A WebSocket has no answer that would end; its connection is the client's alone.
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
   * Refuses a request; over HTTP/1 its connection ends, over HTTP/2 it may have others' streams.
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
