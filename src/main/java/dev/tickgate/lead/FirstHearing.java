package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The pause before a process writes into a journal that no leader has held while it looked:
 * gateways may contradict it meanwhile. A backup that was restored before it came looks to it like
 * any database, and what it wrote there would be in the journal at positions that gateways know
 * with other publications. Confined to the poller's event loop.
 */
final class FirstHearing {
  // The cluster need not note the registration in time, and ticks must flow.
  private static final long REGISTRATION_MS = 1_000;
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Duration answer;
  private boolean over;
  private long seen = NONE;

  /**
   * @param answer for the question of a gateway that has heard who leads; zero where none can be
   */
  FirstHearing(Vertx vertx, Duration answer) {
    this.vertx = vertx;
    this.answer = answer;
    this.over = answer.isZero();
  }

  /**
   * As a standby: a leader that renews its lease could be contradicted since it took it.
   *
   * @param term of the lease
   * @param written whether its row was written since the last look
   */
  void saw(long term, boolean written) {
    over |= written && term == seen;
    seen = term;
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
        .compose(known -> vertx.timer(answer.toMillis(), TimeUnit.MILLISECONDS).mapEmpty());
  }
}
