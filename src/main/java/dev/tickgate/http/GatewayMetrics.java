package dev.tickgate.http;

import dev.tickgate.hub.HubMetrics;

/** Events of a gateway's clients, for operators. Called from its event loops. */
public interface GatewayMetrics extends HubMetrics {
  /** A client was refused something, or sent away, for asking too much. */
  void reached(Limit limit);

  @Override
  default void overSubscribed() {
    reached(Limit.SUBSCRIPTIONS);
  }
}
