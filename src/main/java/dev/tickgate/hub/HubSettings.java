package dev.tickgate.hub;

import java.time.Duration;

/**
 * @param history publications remembered per topic
 * @param outboxLimit bytes a session may lag behind
 * @param maxSubscriptions topics per session
 * @param heartbeat how often a client of the plain JSON protocol hears that all is well
 */
public record HubSettings(
    int history, long outboxLimit, int maxSubscriptions, Duration heartbeat) {}
