package dev.tickgate.hub;

import dev.tickgate.stream.TopicRoutes;
import java.time.Duration;

/**
 * @param routes the topics that are served, and the policy of each
 * @param history publications remembered of a topic without a route
 * @param outboxLimit bytes a session may lag behind
 * @param maxSubscriptions topics per session
 * @param heartbeat how often a client of the plain JSON protocol hears that all is well
 */
public record HubSettings(
    TopicRoutes routes, int history, long outboxLimit, int maxSubscriptions, Duration heartbeat) {}
