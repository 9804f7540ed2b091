package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The pause before a process writes into a journal for which it has seen no active leader.
 * Meanwhile gateways may contradict it. If a backup was restored before the process started, the
 * process cannot detect that. Its entries would get positions that gateways already have with other
 * publications. Confined to the poller's event loop.
 */
final class FirstHearing {
  // The cluster may not store the registration in time, and publishing must begin nevertheless.
  private static final long REGISTRATION_MS = 1_000;
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Duration answer;
  private boolean over;
  private long seen = NONE;

  /**
   * @param answer the time for which it waits for questions of gateways; zero where there are no
   *     gateways
   */
  FirstHearing(Vertx vertx, Duration answer) {
    this.vertx = vertx;
    this.answer = answer;
    this.over = answer.isZero();
  }

  /**
   * Called by a standby. A leader that renews its lease has been open to contradiction since it
   * took the lease, so no pause is needed.
   *
   * @param term of the lease
   * @param written whether its row was written since the last look
   */
  void saw(long term, boolean written) {
    over |= written && term == seen;
    seen = term;
  }

  /**
   * Waits once, so that gateways can contradict this process.
   *
   * @param registered done when gateways can send questions
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
