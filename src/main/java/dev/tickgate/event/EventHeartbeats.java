package dev.tickgate.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends each client one heartbeat per round; each tick serves some of the clients. Confined to the
 * hub's event loop.
 */
final class EventHeartbeats {
  /** The number of ticks in a round. */
  static final int SLOTS = 10;

  private final EventStreams streams;
  private final List<Set<EventStream>> slots = new ArrayList<>();
  private final Map<EventStream, Set<EventStream>> slotOf = new HashMap<>();
  private int now;

  EventHeartbeats(EventStreams streams) {
    this.streams = streams;
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new LinkedHashSet<>());
    }
  }

  /** Adds a client; its first heartbeat follows after a full round. */
  void add(EventStream stream) {
    slots.get(now).add(stream);
    slotOf.put(stream, slots.get(now));
  }

  void remove(EventStream stream) {
    slotOf.remove(stream).remove(stream);
  }

  void tick() {
    now = (now + 1) % SLOTS;
    streams.heartbeat(slots.get(now));
  }
}
