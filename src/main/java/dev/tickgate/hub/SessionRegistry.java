package dev.tickgate.hub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who is connected to a hub, and when it is each one's turn to be looked at. Confined to the hub's
 * event loop, but for its size.
 */
final class SessionRegistry {
  static final int SLOTS = 25;

  private final Map<Session, List<Set<Session>>> sessions = new HashMap<>();
  private final TimerWheel alive;
  private final TimerWheel beats;
  // Written by the loop, read by the node's log and metrics.
  private volatile int size;

  SessionRegistry(Consumer<Session> checkAlive, Consumer<Session> beat) {
    alive = new TimerWheel(SLOTS, checkAlive);
    beats = new TimerWheel(SLOTS, beat);
  }

  void add(Session session) {
    sessions.put(session, List.of(alive.add(session), beats.add(session)));
    size = sessions.size();
  }

  /**
   * @return whether it was there
   */
  boolean remove(Session session) {
    List<Set<Session>> slots = sessions.remove(session);
    if (slots == null) {
      return false;
    }
    slots.forEach(slot -> slot.remove(session));
    size = sessions.size();
    return true;
  }

  void tickAlive() {
    alive.tick();
  }

  void tickBeats() {
    beats.tick();
  }

  /** So many of them, if there are so many. */
  List<Session> some(int count) {
    return sessions.keySet().stream().limit(count).toList();
  }

  List<Session> everybody() {
    return List.copyOf(sessions.keySet());
  }

  /** Any thread may ask. */
  int size() {
    return size;
  }
}
