package dev.tickgate.gateway;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;

/** Which way a request takes: refused, to a WebSocket, or to the router. */
final class Entrance {
  private final Doorkeeper doorkeeper;
  private final SecurityHeaders headers;
  private final OriginGate gate;
  private final Upgrade upgrade;
  private final List<Mount> mounts;
  private final Router router;

  Entrance(
      Doorkeeper doorkeeper,
      SecurityHeaders headers,
      OriginGate gate,
      Upgrade upgrade,
      List<Mount> mounts,
      Router router) {
    this.doorkeeper = doorkeeper;
    this.headers = headers;
    this.gate = gate;
    this.upgrade = upgrade;
    this.mounts = mounts;
    this.router = router;
  }

  void of(HttpServer server) {
    server
        .connectionHandler(doorkeeper::arrived)
        .invalidRequestHandler(this::malformed)
        .requestHandler(this::request);
  }

  private void request(HttpServerRequest request) {
    headers.put(request);
    if (doorkeeper.refuses(request) || gate.answers(request)) {
      return;
    }
    if (!isLegible(request)) {
      Doorkeeper.refuse(request, 400, "BAD_REQUEST", "The query of the URL is not well-formed.");
      return;
    }
    if (upgrade.accept(request)) {
      return;
    }
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

  private void malformed(HttpServerRequest request) {
    headers.put(request);
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }
}
