package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Responses with one short body. HEAD gets what GET gets, without the body. */
public final class Responses {
  private Responses() {}

  /** A route for GET and HEAD. */
  public static Route route(Router router, String path) {
    return router.get(path).method(HttpMethod.HEAD);
  }

  /** Answers with JSON that clients do not cache; does nothing if the client has disconnected. */
  public static void json(RoutingContext context, JsonObject body) {
    HttpServerResponse response = context.response();
    if (!response.closed()) {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      end(context.request(), body.toBuffer());
    }
  }

  /**
   * Ends the response to a request. Over HTTP/2, Vert.x would also send the body of an answer to
   * HEAD, and clients would reset the stream.
   */
  public static Future<Void> end(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    return HttpMethod.HEAD.equals(request.method())
        ? response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end()
        : response.end(body);
  }
}
