package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * The pause before a process that leads right after its start writes into a journal: gateways may
 * contradict it meanwhile. A backup that was restored before it came looks to it like any database,
 * and what it wrote there would be in the journal at positions that gateways know with other
 * publications. Confined to the poller's event loop.
 */
final class FirstHearing {
  // For the question of a gateway that has heard who leads.
  private static final long ANSWER_MS = 500;
  // The cluster need not note the registration in time, and ticks must flow.
  private static final long REGISTRATION_MS = 1_000;

  private final Vertx vertx;
  private boolean over;

  FirstHearing(Vertx vertx) {
    this.vertx = vertx;
  }

  /** This process has seen the database before it leads. */
  void over() {
    over = true;
  }

  /**
   * Gives gateways the time, once.
   *
   * @param registered done when gateways can ask
   */
  Future<Void> after(Future<Void> registered) {
    if (over) {
      return Future.succeededFuture();
    }
    over = true;
    return registered
        .timeout(REGISTRATION_MS, TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .compose(known -> vertx.timer(ANSWER_MS, TimeUnit.MILLISECONDS).mapEmpty());
  }
}
