package dev.tickgate.relay;

import io.vertx.core.Future;

/** One direction of a relay, during one leadership. */
interface RelayPart {
  void start();

  /** Stops the part; completes when it reads and sends no more. */
  Future<Void> stop();

  RelayReport report();
}
