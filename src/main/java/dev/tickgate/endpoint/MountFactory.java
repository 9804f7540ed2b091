package dev.tickgate.endpoint;

import dev.tickgate.http.SessionAdmission;
import dev.tickgate.hub.Hub;
import io.vertx.core.Vertx;

/** Creates a mount of another package for one event loop of the gateway. */
@FunctionalInterface
public interface MountFactory {
  /**
   * @param message bytes that one message of a client may have
   */
  Mount create(Vertx vertx, Hub hub, int message, SockJsHomes homes, SessionAdmission admission);
}
