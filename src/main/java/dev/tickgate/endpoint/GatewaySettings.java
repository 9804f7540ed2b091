package dev.tickgate.endpoint;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Limits;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.Map;

/**
 * Where clients connect, and to what.
 *
 * @param edge whom it listens to
 * @param drain over how long a stopping gateway spreads the goodbyes, at most
 * @param port 0 for any free one
 * @param compression whether permessage-deflate may be agreed on
 * @param batchWindow how long a publication may wait for others to leave with
 * @param commandInterval the shortest time between two commands of a client of the relay
 * @param access who may hear what
 * @param streams the last part of {@code /ws/…} of each stream, to its topic
 */
public record GatewaySettings(
    String host,
    int port,
    int instances,
    boolean compression,
    EdgeSettings edge,
    HubSettings hub,
    Limits limits,
    Duration drain,
    Duration batchWindow,
    Duration commandInterval,
    AccessPolicy access,
    Map<String, Topic> streams,
    Instruments instruments) {
  public GatewaySettings {
    streams = Map.copyOf(streams);
  }
}
