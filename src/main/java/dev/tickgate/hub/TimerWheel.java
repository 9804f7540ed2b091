package dev.tickgate.hub;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Visits every session once a round, a few sessions at each tick, so that no session needs a timer
 * and no tick visits all sessions. Confined to one event loop.
 */
final class TimerWheel {
  private final List<Set<Session>> slots = new ArrayList<>();
  private final Consumer<Session> action;
  private int now;

  TimerWheel(int slots, Consumer<Session> action) {
    for (int i = 0; i < slots; i++) {
      this.slots.add(new LinkedHashSet<>());
    }
    this.action = action;
  }

  /**
   * Adds a session, which is first visited after a full round.
   *
   * @return the slot from which the session must be removed later
   */
  Set<Session> add(Session session) {
    Set<Session> slot = slots.get(now);
    slot.add(session);
    return slot;
  }

  void tick() {
    now = (now + 1) % slots.size();
    List.copyOf(slots.get(now)).forEach(action);
  }
}
