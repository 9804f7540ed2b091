package dev.tickgate.gateway;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;

/** Which way a request takes: refused, to a WebSocket, or to the router. */
final class Entrance {
  private final Doorkeeper doorkeeper;
  private final Upgrade upgrade;
  private final List<Mount> mounts;
  private final Router router;

  Entrance(Doorkeeper doorkeeper, Upgrade upgrade, List<Mount> mounts, Router router) {
    this.doorkeeper = doorkeeper;
    this.upgrade = upgrade;
    this.mounts = mounts;
    this.router = router;
  }

  void of(HttpServer server) {
    server
        .connectionHandler(doorkeeper::arrived)
        .invalidRequestHandler(Entrance::malformed)
        .requestHandler(this::request);
  }

  private void request(HttpServerRequest request) {
    if (doorkeeper.refuses(request)) {
      return;
    }
    if (!isLegible(request)) {
      Doorkeeper.refuse(request, 400, "BAD_REQUEST", "The query of the URL is not well-formed.");
      return;
    }
    if (upgrade.accept(request)) {
      return;
    }
    SecurityHeaders.put(request);
    HttpServerRequest seen = request;
    for (Mount mount : mounts) {
      seen = mount.seen(seen);
    }
    router.handle(seen);
  }

  // Found later it would be a bug's exception, with the URL and so perhaps a token in its message.
  private static boolean isLegible(HttpServerRequest request) {
    try {
      request.params();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void malformed(HttpServerRequest request) {
    SecurityHeaders.put(request);
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }
}
