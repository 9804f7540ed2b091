package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The work at the end of a turn of the loop. It flushes connections, continues sessions that fell
 * behind where the flush made room, and closes the sessions that are due. Confined to the hub's
 * event loop.
 */
final class TurnEnd {
  private final Hub hub;
  private final List<SessionOutput> unflushed = new ArrayList<>();
  private final Set<Session> behind = new LinkedHashSet<>();
  private final Map<Session, CloseCode> ending = new LinkedHashMap<>();

  TurnEnd(Hub hub) {
    this.hub = hub;
  }

  void flush(SessionOutput output) {
    unflushed.add(output);
  }

  void goOn(List<Session> sessions) {
    behind.addAll(sessions);
  }

  void end(Session session, CloseCode code) {
    ending.putIfAbsent(session, code);
  }

  void run() {
    flush();
    if (!behind.isEmpty()) {
      List<Session> sessions = List.copyOf(behind);
      behind.clear();
      hub.guard().each(sessions, Session::goOn);
      flush();
    }
    if (!ending.isEmpty()) {
      Map<Session, CloseCode> now = new LinkedHashMap<>(ending);
      ending.clear();
      now.forEach(hub.sessions()::end);
    }
  }

  private void flush() {
    for (SessionOutput output : unflushed) {
      try {
        output.flush();
      } catch (RuntimeException failure) {
        hub.guard().failed(output.session(), failure);
      }
    }
    unflushed.clear();
  }
}
