package dev.tickgate.http;

import dev.tickgate.hub.HubMetrics;

/** Events of a gateway's clients, for operators. Called from its event loops. */
public interface GatewayMetrics extends HubMetrics {
  /** A client reached a limit: the gateway refused its request, or closed its session. */
  void reached(Limit limit);

  @Override
  default void overSubscribed() {
    reached(Limit.SUBSCRIPTIONS);
  }
}
