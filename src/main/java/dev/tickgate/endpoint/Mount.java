package dev.tickgate.endpoint;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Optional;

/** A service below a path: WebSockets, and routes of plain HTTP. */
public interface Mount {
  /** The endpoint of a WebSocket at the request's path; empty where there is none. */
  Optional<Endpoint> at(HttpServerRequest request);

  /** Returns the request that the router handles. */
  default HttpServerRequest seen(HttpServerRequest request) {
    return request;
  }

  void mount(Router router);

  /** Refuses new sessions from now on, because this node stops. */
  default void refuse() {}
}
