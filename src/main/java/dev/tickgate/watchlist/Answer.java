package dev.tickgate.watchlist;

import dev.tickgate.http.Responses;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * An answer to a request that was not refused.
 *
 * @param body empty for an answer without a body
 * @param version the version of the list in the body; empty for any other body
 */
record Answer(int status, Optional<JsonObject> body, Optional<Long> version) {
  static final Answer EMPTY = new Answer(204, Optional.empty(), Optional.empty());

  static Answer of(JsonObject body) {
    return new Answer(200, Optional.of(body), Optional.empty());
  }

  static Answer of(StoredList list) {
    return new Answer(200, Optional.of(WatchlistJson.list(list)), Optional.of(list.version()));
  }

  static Answer created(StoredList list) {
    return new Answer(201, Optional.of(WatchlistJson.list(list)), Optional.of(list.version()));
  }

  void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(status);
    version.ifPresent(number -> response.putHeader(HttpHeaders.ETAG, IfMatch.tag(number)));
    if (body.isEmpty()) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
    } else {
      Responses.json(context, body.get());
    }
  }
}
