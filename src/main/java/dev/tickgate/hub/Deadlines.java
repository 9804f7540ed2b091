package dev.tickgate.hub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The deadlines of the sessions. A session has one deadline at most, and most sessions have none.
 * Confined to the hub's event loop.
 */
final class Deadlines {
  private final NavigableMap<Instant, Set<Session>> sessions = new TreeMap<>();

  /** Sets the deadline of a session, in place of an earlier one. */
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

  /** Returns the sessions whose deadline has passed, and removes their deadlines. */
  List<Session> take(Instant now) {
    List<Session> due = new ArrayList<>();
    sessions.headMap(now, true).values().forEach(due::addAll);
    due.forEach(this::remove);
    return due;
  }
}
