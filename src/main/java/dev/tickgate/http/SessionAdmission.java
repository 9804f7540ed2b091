package dev.tickgate.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits sessions within the limits of the node and of the client address. The counter belongs to
 * the node; the rest is confined to one event loop.
 */
public final class SessionAdmission {
  private final AddressCounter sessions;
  private final Proxies proxies;
  private final GatewayMetrics metrics;

  public SessionAdmission(AddressCounter sessions, Proxies proxies, GatewayMetrics metrics) {
    this.sessions = sessions;
    this.proxies = proxies;
    this.metrics = metrics;
  }

  /**
   * Counts a session, or answers the request that asks for it with the limit it would exceed.
   *
   * @return called at the end of the session, any number of times; empty if the session is refused
   */
  public Optional<Runnable> admit(HttpServerRequest request) {
    String address = ClientAddress.of(proxies.client(request));
    Optional<Limit> reached = sessions.arrived();
    if (reached.isEmpty()) {
      reached = sessions.arrived(address, true);
      reached.ifPresent(limit -> sessions.left());
    }
    if (reached.isPresent()) {
      metrics.reached(reached.get());
      Refusal refusal = Refusal.of(reached.get());
      // The connection stays open: it may have other sessions.
      HttpErrors.send(request, refusal.status(), refusal.code(), refusal.message());
      return Optional.empty();
    }
    AtomicBoolean over = new AtomicBoolean();
    return Optional.of(
        () -> {
          if (!over.getAndSet(true)) {
            sessions.left();
            sessions.left(address);
          }
        });
  }
}
