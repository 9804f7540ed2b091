package dev.tickgate.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits sessions as long as the node and the client's address have room for one more. The tally is
 * the node's; the rest is confined to one event loop.
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
   * @return called when the session is over, any number of times; empty where the session is
   *     refused
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
      // The connection stays: it may have other sessions.
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
