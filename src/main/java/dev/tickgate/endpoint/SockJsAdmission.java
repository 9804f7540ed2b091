package dev.tickgate.endpoint;

import dev.tickgate.http.SessionAdmission;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Map;

/**
 * Counts the SockJS sessions that consist of many requests, as long as vertx-web keeps them.
 * vertx-web keeps a session that the gateway closed until its client has sent no request for a
 * while, so that the close can be repeated. Confined to the event loop that serves the sessions.
 */
final class SockJsAdmission {
  // Where vertx-web keeps its sessions by their ids; not public API.
  private static final String SESSIONS = "_vertx.sockjssessions";
  // Milliseconds between checks: vertx-web does not report when it removes a closed session.
  private static final long LOOK = 1_000;
  private static final String OVER = "tickgate.over";

  private final Vertx vertx;
  private final SessionAdmission admission;
  private final Map<String, Object> sessions;

  SockJsAdmission(Vertx vertx, SessionAdmission admission) {
    this.vertx = vertx;
    this.admission = admission;
    this.sessions = vertx.sharedData().getLocalMap(SESSIONS);
  }

  /** Passes the request on if its session exists, or if the limits allow another session. */
  void admit(RoutingContext context, String id) {
    if (sessions.containsKey(id)) {
      context.next();
      return;
    }
    admission
        .admit(context.request())
        .ifPresent(
            over -> {
              context.put(OVER, over);
              context.next();
              if (context.get(OVER) != null) {
                // The request was invalid and opened no session.
                over.run();
              }
            });
  }

  /** Registers the session that an admitted request has opened. */
  void opened(RoutingContext context, String id, SockJSSocket socket) {
    Runnable over = context.remove(OVER);
    socket.endHandler(ended -> awaitRemoval(id, over));
  }

  private void awaitRemoval(String id, Runnable over) {
    if (sessions.containsKey(id)) {
      vertx.setTimer(LOOK, timer -> awaitRemoval(id, over));
    } else {
      over.run();
    }
  }
}
