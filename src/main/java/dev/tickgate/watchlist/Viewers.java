package dev.tickgate.watchlist;

import dev.tickgate.hub.Session;
import dev.tickgate.watchlist.WatchlistAccess.View;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one event loop that view lists. Once a second one statement, whatever the number
 * of sessions, finds those that may no longer view their list. Confined to the loop.
 */
final class Viewers {
  /** The interval of {@link #look}. */
  static final long LOOK_MS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Viewers.class);

  private final WatchlistAccess access;
  // Each session has an action that runs when the session may no longer view the list.
  private final Map<View, Map<Session, Consumer<Session>>> viewers = new HashMap<>();
  private boolean looking;
  private boolean fails;

  Viewers(WatchlistAccess access) {
    this.access = access;
  }

  /**
   * Adds a session that views a list.
   *
   * @param lost called when the user of the session may no longer view the list
   */
  void add(Session session, View view, Consumer<Session> lost) {
    viewers.computeIfAbsent(view, first -> new HashMap<>()).put(session, lost);
  }

  /**
   * Checks all views. The future completes when the sessions that may no longer view a list are
   * removed. It is already complete where a former check still runs, and does not fail.
   */
  Future<Void> look() {
    viewers.values().forEach(sessions -> sessions.keySet().removeIf(Session::hasEnded));
    viewers.values().removeIf(Map::isEmpty);
    if (looking || viewers.isEmpty()) {
      return Future.succeededFuture();
    }
    looking = true;
    return access
        .lost(viewers.keySet())
        .onSuccess(this::end)
        .onFailure(this::failed)
        .onComplete(done -> looking = false)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void end(Set<View> lost) {
    if (fails) {
      LOG.info("watchlists.access_checked_again");
    }
    fails = false;
    for (View view : lost) {
      Map<Session, Consumer<Session>> sessions = viewers.remove(view);
      List<Session> all = sessions == null ? List.of() : new ArrayList<>(sessions.keySet());
      all.forEach(session -> sessions.get(session).accept(session));
    }
  }

  // Sessions continue to view: a failed query does not show that a session lost its right.
  private void failed(Throwable failure) {
    if (!fails) {
      LOG.atWarn().addKeyValue("reason", failure).log("watchlists.access_unchecked");
    }
    fails = true;
  }
}
