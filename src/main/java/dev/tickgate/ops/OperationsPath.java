package dev.tickgate.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Further paths of the operations port, beside those of health and metrics. Confined to the event
 * loop of the port.
 */
public interface OperationsPath {
  /** No further paths. */
  OperationsPath NONE =
      new OperationsPath() {
        @Override
        public Future<?> start(Vertx vertx) {
          return Future.succeededFuture();
        }

        @Override
        public boolean serve(HttpServerRequest request) {
          return false;
        }
      };

  /** Called once, on the event loop of the port, before it listens. */
  Future<?> start(Vertx vertx);

  /** Answers the request; returns false where the path is not one of these. */
  boolean serve(HttpServerRequest request);
}
