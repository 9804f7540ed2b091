package dev.tickgate.endpoint;

import dev.tickgate.http.Responses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** An OpenAPI document from the jar, served at its path. */
public final class OpenApiDocument {
  private final String path;
  private final Buffer text;

  /**
   * @param name the name of the packed file, without its extension
   */
  public OpenApiDocument(String path, String name) {
    this.path = path;
    this.text = read(name);
  }

  public String path() {
    return path;
  }

  public void mount(Router router) {
    Responses.route(router, path).handler(this::send);
  }

  private void send(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    Responses.end(context.request(), text);
  }

  private static Buffer read(String name) {
    String file = "/openapi/" + name + ".json";
    try (InputStream packed = OpenApiDocument.class.getResourceAsStream(file)) {
      return Buffer.buffer(packed.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the packed document " + file, e);
    }
  }
}
