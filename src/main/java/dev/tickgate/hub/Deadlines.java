package dev.tickgate.hub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which sessions the clock has something to say to, and when; each has one such moment at most, and
 * most have none. Confined to the hub's event loop.
 */
final class Deadlines {
  private final NavigableMap<Instant, Set<Session>> sessions = new TreeMap<>();

  /** Instead of the moment it had. */
  void put(Session session, Instant at) {
    remove(session);
    session.due = at;
    sessions.computeIfAbsent(at, moment -> new LinkedHashSet<>()).add(session);
  }

  void remove(Session session) {
    if (session.due == null) {
      return;
    }
    Set<Session> together = sessions.get(session.due);
    together.remove(session);
    if (together.isEmpty()) {
      sessions.remove(session.due);
    }
    session.due = null;
  }

  /** Those whose moment has come; they have none after it. */
  List<Session> take(Instant now) {
    List<Session> due = new ArrayList<>();
    sessions.headMap(now, true).values().forEach(due::addAll);
    due.forEach(this::remove);
    return due;
  }
}
