package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Runs operations for sessions. If one fails, the guard closes that session, and the others are not
 * affected. Confined to the hub's event loop.
 */
final class SessionGuard {
  private final HubMetrics metrics;
  private final FailureLog log;
  private final BiConsumer<Session, CloseCode> close;

  /**
   * @param close closes a session at the end of the turn
   */
  SessionGuard(HubMetrics metrics, LongSupplier nanos, BiConsumer<Session, CloseCode> close) {
    this.metrics = metrics;
    this.log = new FailureLog("session.failed", nanos);
    this.close = close;
  }

  void each(Collection<Session> sessions, Consumer<Session> action) {
    sessions.forEach(session -> run(session, () -> action.accept(session)));
  }

  void run(Session session, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      failed(session, failure);
    }
  }

  void failed(Session session, RuntimeException failure) {
    metrics.failed();
    log(session, failure);
    close.accept(session, CloseCode.INTERNAL_ERROR);
  }

  /**
   * Closes a session that the hub has removed already. If that fails, its state is only released.
   */
  void end(Session session, Runnable disconnect) {
    try {
      disconnect.run();
    } catch (RuntimeException failure) {
      metrics.failed();
      log(session, failure);
      session.gone();
    }
  }

  private void log(Session session, RuntimeException failure) {
    log.log(failure, line -> line.addKeyValue("request", session.peer().request()));
  }
}
