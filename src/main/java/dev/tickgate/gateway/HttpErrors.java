package dev.tickgate.gateway;

import dev.tickgate.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A refused HTTP request, in the words of the error message. */
final class HttpErrors {
  private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);

  private HttpErrors() {}

  /** What the router refuses by itself is said in the same words; only a bug is logged. */
  static void install(Router router) {
    refuse(router, 400, "BAD_REQUEST", "The request is not well-formed.");
    refuse(router, 405, "METHOD_NOT_ALLOWED", "This path has no such method.");
    refuse(router, 413, "TOO_LARGE", "The body is too large.");
    // What vertx-web calls it when a client has gone before its body was complete: no news.
    router.errorHandler(200, context -> {});
    router.errorHandler(
        500,
        context -> {
          LOG.atError().setCause(context.failure()).log("gateway.request_failed");
          send(context, 500, "INTERNAL_ERROR", "The server could not answer.");
        });
  }

  private static void refuse(Router router, int status, String code, String message) {
    router.errorHandler(status, context -> send(context, status, code, message));
  }

  static void send(RoutingContext context, int status, ErrorCode code) {
    send(context, status, code.name(), code.sentence());
  }

  static void send(RoutingContext context, int status, String code, String message) {
    send(context.response(), status, code, message);
  }

  static Future<Void> send(HttpServerResponse response, int status, String code, String message) {
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(
            new JsonObject()
                .put("type", "error")
                .put("code", code)
                .put("message", message)
                .toBuffer());
  }
}
