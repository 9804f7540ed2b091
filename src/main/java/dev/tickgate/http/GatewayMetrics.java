package dev.tickgate.http;

import dev.tickgate.hub.HubMetrics;

/** What an operator wants to know of a gateway's clients. Called from its event loops. */
public interface GatewayMetrics extends HubMetrics {
  /** A client was refused something, or sent away, for asking too much. */
  void reached(Limit limit);

  @Override
  default void overSubscribed() {
    reached(Limit.SUBSCRIPTIONS);
  }
}
