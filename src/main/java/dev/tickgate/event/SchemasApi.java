package dev.tickgate.event;

import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.protocol.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Serves {@code GET /api/schemas/…}: the schemas of events and messages. */
record SchemasApi(EventSchemas schemas, AuthenticationHandler identify) {
  void mount(Router router) {
    Responses.route(router, "/api/schemas/:name").handler(identify).handler(this::send);
  }

  private void send(RoutingContext context) {
    String name = context.pathParam("name");
    Optional<String> schema =
        name.endsWith(".json")
            ? schemas.text(name.substring(0, name.length() - ".json".length()))
            : Optional.empty();
    if (schema.isEmpty()) {
      HttpErrors.send(context, 404, ErrorCode.UNKNOWN_CHANNEL);
    } else {
      context
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/schema+json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
      Responses.end(context.request(), Buffer.buffer(schema.get()));
    }
  }
}
