package dev.tickgate.admin;

import dev.tickgate.ops.Readiness;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.replica.Hubs;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends the sessions of a node without stopping it. The node is no longer ready, and ends its
 * sessions over time, so that their clients connect to other nodes. Confined to the event loop of
 * the operations port.
 *
 * <pre>
 *   SERVING ── begin ──▶ DRAINING ── end ──▶ SERVING
 * </pre>
 */
final class Drain {
  private static final long STEP_MS = 50;
  private static final String CHECK = "drain";

  private final Vertx vertx;
  private final Hubs hubs;
  private final Readiness readiness;
  private final long steps;
  // Also read by the checks of readiness, on other threads.
  private volatile boolean draining;
  private boolean registered;
  private long timer;
  private long left;

  /**
   * @param length the time over which the sessions end
   */
  Drain(Vertx vertx, Hubs hubs, Readiness readiness, Duration length) {
    this.vertx = vertx;
    this.hubs = hubs;
    this.readiness = readiness;
    this.steps = Math.max(1, length.toMillis() / STEP_MS);
  }

  void begin() {
    if (draining) {
      return;
    }
    draining = true;
    if (!registered) {
      registered = true;
      readiness.explain(CHECK, this::problem);
    }
    left = steps;
    timer = vertx.setPeriodic(STEP_MS, tick -> step());
  }

  /** Makes the node ready again; the remaining sessions stay open. */
  void end() {
    draining = false;
    vertx.cancelTimer(timer);
  }

  boolean isOn() {
    return draining;
  }

  private Optional<String> problem() {
    return draining ? Optional.of("an operator drains this node") : Optional.empty();
  }

  /**
   * Ends a share of the sessions. From the last step on, it ends all sessions, also those that were
   * opened meanwhile.
   */
  private void step() {
    long remaining = Math.max(1, left--);
    hubs.post(
        hub -> {
          int open = hub.sessions().size();
          hub.sessions().endSome((int) ((open + remaining - 1) / remaining), CloseCode.GOING_AWAY);
        });
  }
}
