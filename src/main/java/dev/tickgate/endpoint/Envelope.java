package dev.tickgate.endpoint;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The parameter {@code envelope} of a request. */
final class Envelope {
  private Envelope() {}

  /** Whether the client wants publications in envelopes; empty if the value is invalid. */
  static Optional<Boolean> wanted(HttpServerRequest request) {
    String value = request.getParam("envelope");
    if (value == null || value.equals("false")) {
      return Optional.of(false);
    }
    return value.equals("true") ? Optional.of(true) : Optional.empty();
  }
}
