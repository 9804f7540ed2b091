package dev.tickgate.gateway;

import dev.tickgate.hub.HubSettings;
import dev.tickgate.stream.Topic;
import java.util.Map;

/**
 * @param port 0 for any free one
 * @param streams the last part of {@code /ws/…} of each stream, to its topic
 * @param symbols the symbol of each instrument, to its topic
 */
public record GatewaySettings(
    String host,
    int port,
    int instances,
    HubSettings hub,
    Map<String, Topic> streams,
    Map<String, Topic> symbols) {
  public GatewaySettings {
    streams = Map.copyOf(streams);
    symbols = Map.copyOf(symbols);
  }
}
