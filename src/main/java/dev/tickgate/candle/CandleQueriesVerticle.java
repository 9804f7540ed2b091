package dev.tickgate.candle;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers gateways that ask for stored candles: on every poller, leader or not. */
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
    // Not waited for: a member that hangs may keep the cluster from noting a registration.
    registration = bus.nodes().answer(CandleQueries.SUBJECT, queries::answer);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    // A registration that cannot be taken back goes with the node.
    registration.onSuccess(Bus.Registration::cancel);
    return Future.succeededFuture();
  }
}
