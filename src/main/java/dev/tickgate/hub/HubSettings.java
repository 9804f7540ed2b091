package dev.tickgate.hub;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import java.time.Duration;

/**
 * The limits of a hub, and the policies of its topics.
 *
 * @param routes the topics that are served, and the policy of each
 * @param history the publications of a topic without a route that are kept in memory
 * @param outboxLimit the bytes that may wait for one session
 * @param maxSubscriptions the topics to which one session may subscribe
 * @param heartbeat the interval of heartbeats to clients of the plain JSON protocol
 */
public record HubSettings(
    TopicRoutes routes, int history, long outboxLimit, int maxSubscriptions, Duration heartbeat) {
  /** Whether a feed serves the topic. */
  boolean isServed(Topic topic) {
    return routes.of(topic).isPresent();
  }

  /** Whether the topic has publications only while it has subscribers, as those of exchanges. */
  public boolean isOnDemand(Topic topic) {
    return routes.of(topic).filter(TopicRoutes.Route::onDemand).isPresent();
  }

  /** Whether the events of the topic carry a priority. */
  boolean ranksEvents(Topic topic) {
    return routes.of(topic).filter(route -> route.policy().ranked()).isPresent();
  }

  /** Whether every publication of the topic is delivered; then a client may not limit its rate. */
  public boolean deliversEach(Topic topic) {
    return routes
        .of(topic)
        .filter(route -> route.policy().delivery() == Delivery.EVERY)
        .isPresent();
  }
}
