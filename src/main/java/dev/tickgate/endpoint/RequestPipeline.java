package dev.tickgate.endpoint;

import dev.tickgate.http.ConnectionAdmission;
import dev.tickgate.http.MalformedRequests;
import dev.tickgate.http.OriginGate;
import dev.tickgate.http.SecurityHeaders;
import dev.tickgate.transport.RequestIds;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;

/**
 * Handles each request: refuses it, accepts a WebSocket, or passes it to the router. Confined to
 * one event loop.
 */
final class RequestPipeline {
  // The methods of RFC 9110 and 5789, except CONNECT and TRACE, which are for proxies.
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS,
          HttpMethod.PATCH);

  private final RequestIds ids;
  private final ConnectionAdmission doorkeeper;
  private final SecurityHeaders headers;
  private final OriginGate gate;
  private final Upgrade upgrade;
  private final List<Mount> mounts;
  private final Router router;

  RequestPipeline(
      RequestIds ids,
      ConnectionAdmission doorkeeper,
      SecurityHeaders headers,
      OriginGate gate,
      Upgrade upgrade,
      List<Mount> mounts,
      Router router) {
    this.ids = ids;
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
    ids.assign(request);
    headers.put(request);
    if (doorkeeper.refuses(request) || refusesLine(request) || gate.answers(request)) {
      return;
    }
    if (!isLegible(request)) {
      ConnectionAdmission.refuse(
          request, 400, "BAD_REQUEST", "The query of the URL is not well-formed.");
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

  // For such a request the router would throw an exception.
  private static boolean refusesLine(HttpServerRequest request) {
    if (!METHODS.contains(request.method())) {
      ConnectionAdmission.refuse(
          request, 501, "NOT_IMPLEMENTED", "This server does not support the method.");
      return true;
    }
    if ("*".equals(request.uri())) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
      ConnectionAdmission.refuse(
          request, 405, "METHOD_NOT_ALLOWED", "The request must name a path.");
      return true;
    }
    if (request.path() == null || !request.path().startsWith("/")) {
      ConnectionAdmission.refuse(
          request, 400, "BAD_REQUEST", "The path of the URL must begin with a slash.");
      return true;
    }
    return false;
  }

  // Later, a malformed query would cause an exception that counts as a bug. Its message contains
  // the URL, and so perhaps a token.
  private static boolean isLegible(HttpServerRequest request) {
    try {
      request.params();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void malformed(HttpServerRequest request) {
    ids.assign(request);
    headers.put(request);
    MalformedRequests.answer(request);
  }
}
