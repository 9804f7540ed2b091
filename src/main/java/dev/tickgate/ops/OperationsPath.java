package dev.tickgate.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** Paths of the operations port beside those of health and metrics. Confined to its event loop. */
public interface OperationsPath {
  /** A process without any. */
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

  /** Answers the request; false where it is for a path of others. */
  boolean serve(HttpServerRequest request);
}
