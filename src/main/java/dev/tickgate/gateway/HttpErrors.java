package dev.tickgate.gateway;

import dev.tickgate.protocol.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A refused HTTP request, in the words of the error message. */
final class HttpErrors {
  private HttpErrors() {}

  static void send(RoutingContext context, int status, ErrorCode code) {
    send(context, status, code.name(), code.sentence());
  }

  static void send(RoutingContext context, int status, String code, String message) {
    context
        .response()
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
