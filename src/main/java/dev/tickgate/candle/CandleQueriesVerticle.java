package dev.tickgate.candle;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Answers the questions of gateways for stored candles. It runs on every poller, leader or standby.
 */
final class CandleQueriesVerticle extends VerticleBase {
  private final Bus bus;
  private final CandleQueries queries;
  private Future<Bus.Registration> registration;

  CandleQueriesVerticle(Bus bus, CandleQueries queries) {
    this.bus = bus;
    this.queries = queries;
  }

  @Override
  public Future<?> start() {
    // The start does not wait for the registration: a member that hangs may block it in the
    // cluster.
    registration = bus.nodes().answer(CandleQueries.SUBJECT, queries::answer);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    // A registration that cannot be cancelled ends when the node leaves the cluster.
    registration.onSuccess(Bus.Registration::cancel);
    return Future.succeededFuture();
  }
}
