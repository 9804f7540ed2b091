package dev.tickgate.event;

import java.time.Duration;
import java.util.List;

/**
 * The channels of events and how they are delivered.
 *
 * @param enabled whether {@code /api/realtime} serves events
 * @param batchWindow how long events of a type that follow one of that type may wait for each other
 * @param heartbeat how often a client is told that its connection lives
 */
public record EventSettings(
    boolean enabled, List<Channel> channels, Duration batchWindow, Duration heartbeat) {
  public EventSettings {
    channels = List.copyOf(channels);
  }
}
