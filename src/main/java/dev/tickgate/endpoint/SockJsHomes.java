package dev.tickgate.endpoint;

import io.vertx.core.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Assigns an event loop to each SockJS session that consists of many requests. They arrive on any
 * connection, and so on any loop; vertx-web does not order the calls of several loops for one
 * session.
 *
 * <p>Each loop adds its own home when it starts; any thread may call.
 */
public final class SockJsHomes {
  private final Map<String, List<Home>> homes = new ConcurrentHashMap<>();

  /** The part of a mount that belongs to one loop. */
  record Home(Context loop, SockJsService service, SockJsAdmission admission) {}

  void add(String mount, Home home) {
    homes.computeIfAbsent(mount, first -> new CopyOnWriteArrayList<>()).add(home);
  }

  Home of(String mount, String session) {
    List<Home> all = homes.get(mount);
    return all.get(Math.floorMod(session.hashCode(), all.size()));
  }
}
