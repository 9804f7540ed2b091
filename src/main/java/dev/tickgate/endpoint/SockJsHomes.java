package dev.tickgate.endpoint;

import io.vertx.core.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which event loop serves a session of SockJS whose requests end and come again. They come by any
 * connection, so to any loop; vertx-web has no order for what several loops do to one session.
 *
 * <p>The loops add theirs as they start; any thread may ask.
 */
public final class SockJsHomes {
  private final Map<String, List<Home>> homes = new ConcurrentHashMap<>();

  /** One loop's part of a mount. */
  record Home(Context loop, SockJsService service, SockJsAdmission admission) {}

  void add(String mount, Home home) {
    homes.computeIfAbsent(mount, first -> new CopyOnWriteArrayList<>()).add(home);
  }

  Home of(String mount, String session) {
    List<Home> all = homes.get(mount);
    return all.get(Math.floorMod(session.hashCode(), all.size()));
  }
}
