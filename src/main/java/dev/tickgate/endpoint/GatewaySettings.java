package dev.tickgate.endpoint;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Limits;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of a gateway.
 *
 * @param edge the settings of the listener
 * @param drain the longest time over which a stopping gateway spreads the closing of its sessions
 * @param port 0 for any free one
 * @param compression whether permessage-deflate may be negotiated
 * @param batchWindow the time for which a publication may wait for others, to be sent with them
 * @param commandInterval the shortest time between two commands of a client of the relay
 * @param access the rules of which principal may read and write which topics
 * @param streams the topic of each stream, by the last part of its path {@code /ws/…}
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
