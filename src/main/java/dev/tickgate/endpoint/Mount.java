package dev.tickgate.endpoint;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Optional;

/** A service below a path: WebSockets, and routes of plain HTTP. */
public interface Mount {
  /** The endpoint of a WebSocket at the request's path; empty where there is none. */
  Optional<Endpoint> at(HttpServerRequest request);

  /** The request as the router is to see it. */
  default HttpServerRequest seen(HttpServerRequest request) {
    return request;
  }

  void mount(Router router);

  /** From now on no session is let in: this node stops. */
  default void refuse() {}
}
