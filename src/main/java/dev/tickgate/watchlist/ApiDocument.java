package dev.tickgate.watchlist;

import dev.tickgate.http.Responses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /api/v1/openapi.json}: the OpenAPI document of the interface. */
final class ApiDocument {
  private static final String PATH = "/api/v1/openapi.json";
  private static final Buffer TEXT = read();

  private ApiDocument() {}

  static void mount(Router router) {
    Responses.route(router, PATH).handler(ApiDocument::send);
  }

  private static void send(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    Responses.end(context.request(), TEXT);
  }

  private static Buffer read() {
    try (InputStream packed = ApiDocument.class.getResourceAsStream("/openapi/watchlists.json")) {
      return Buffer.buffer(packed.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the packed document of the interface", e);
    }
  }
}
