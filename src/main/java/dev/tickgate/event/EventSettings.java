package dev.tickgate.event;

import java.time.Duration;
import java.util.List;

/**
 * The channels of events and how they are delivered.
 *
 * @param enabled whether {@code /api/realtime} serves events
 * @param batchWindow how long events of a type may wait for a common batch, after an event of that
 *     type was sent
 * @param heartbeat the interval of heartbeats to a client
 */
public record EventSettings(
    boolean enabled, List<Channel> channels, Duration batchWindow, Duration heartbeat) {
  public EventSettings {
    channels = List.copyOf(channels);
  }
}
