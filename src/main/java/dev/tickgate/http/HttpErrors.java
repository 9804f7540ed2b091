package dev.tickgate.http;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.transport.RequestIds;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.slf4j.event.Level;

/** Error responses over HTTP, in the form of the error message of the protocol. */
public final class HttpErrors {
  private HttpErrors() {}

  /**
   * Gives the error responses of the router the same form.
   *
   * @param events logs failures that are bugs
   */
  public static void install(Router router, RepeatedEvents events) {
    refuse(router, 400, "BAD_REQUEST", "The request is not well-formed.");
    router.errorHandler(405, context -> refuseMethod(router, context));
    refuse(router, 413, "TOO_LARGE", "The body is too large.");
    // vertx-web reports with this status a client that disconnected before its body was complete.
    router.errorHandler(200, context -> {});
    router.errorHandler(500, context -> fail(context, events));
  }

  private static void fail(RoutingContext context, RepeatedEvents events) {
    Throwable failure = context.failure();
    HttpServerResponse response = context.response();
    if (response.closed() || failure instanceof IOException) {
      // The client closed its connection: there is nothing to answer, and no fault to report.
      return;
    }
    events.log(
        Level.ERROR,
        "gateway.request_failed",
        "exception",
        String.valueOf(failure == null ? null : failure.getClass().getName()),
        line -> line.addKeyValue("request", RequestIds.of(context.request())).setCause(failure));
    if (response.headWritten()) {
      // The client would take a second answer for the rest of the first one.
      response.reset();
    } else {
      send(context, 500, "INTERNAL_ERROR", "The server failed to answer the request.");
    }
  }

  private static void refuseMethod(Router router, RoutingContext context) {
    String allowed = String.join(", ", AllowedMethods.of(router, context.request().path()));
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    send(context, 405, "METHOD_NOT_ALLOWED", "This path does not support the method.");
  }

  private static void refuse(Router router, int status, String code, String message) {
    router.errorHandler(status, context -> send(context, status, code, message));
  }

  public static void send(RoutingContext context, int status, ErrorCode code) {
    send(context, status, code.name(), code.sentence());
  }

  public static void send(RoutingContext context, int status, String code, String message) {
    send(context.request(), status, code, message);
  }

  public static Future<Void> send(
      HttpServerRequest request, int status, String code, String message) {
    return send(request, status, body(code, message));
  }

  /** Returns the fields of an error, to which a path may add its own. */
  public static JsonObject body(String code, String message) {
    return new JsonObject().put("type", "error").put("code", code).put("message", message);
  }

  public static Future<Void> send(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    return Responses.end(request, body.toBuffer());
  }
}
