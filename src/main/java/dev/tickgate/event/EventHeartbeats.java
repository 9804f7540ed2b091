package dev.tickgate.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has each client told once a round that its connection lives, some of them at each tick. Confined
 * to the hub's event loop.
 */
final class EventHeartbeats {
  /** Ticks of a round. */
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

  /** Adds a client, whose turn comes in a full round. */
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
