package dev.tickgate.gateway;

import dev.tickgate.hub.HubSettings;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.Map;

/**
 * Where clients connect, and to what.
 *
 * @param drain over how long a stopping gateway spreads the goodbyes, at most
 * @param port 0 for any free one
 * @param streams the last part of {@code /ws/…} of each stream, to its topic
 * @param echo whether the mounts for conformance suites are there
 * @param symbols the symbol of each instrument, to its topic
 */
public record GatewaySettings(
    String host,
    int port,
    int instances,
    HubSettings hub,
    Limits limits,
    boolean echo,
    Duration drain,
    Map<String, Topic> streams,
    Map<String, Topic> symbols) {
  public GatewaySettings {
    streams = Map.copyOf(streams);
    symbols = Map.copyOf(symbols);
  }
}
