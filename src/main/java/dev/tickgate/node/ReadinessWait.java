package dev.tickgate.node;

import dev.tickgate.ops.Readiness;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The wait of a node that has started for the checks of its readiness.
 *
 * @param nanos a clock like {@code System::nanoTime}
 */
public record ReadinessWait(Vertx vertx, Readiness readiness, LongSupplier nanos) {
  private static final long CHECK_MS = 20;
  // After this time the log names the missing part: another process may have to start it.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Waits for 10 s at most.
   *
   * @param stopping whether the node stops, which ends the wait
   * @return whether every check has passed
   */
  public Future<Boolean> begin(BooleanSupplier stopping) {
    Promise<Boolean> over = Promise.promise();
    long begun = nanos.getAsLong();
    vertx.setPeriodic(
        CHECK_MS,
        timer -> {
          boolean isReady = !readiness.states().containsValue(false);
          boolean isLate = nanos.getAsLong() - begun > PATIENCE.toNanos();
          if (stopping.getAsBoolean() || isReady || isLate) {
            vertx.cancelTimer(timer);
            over.complete(isReady);
          }
        });
    return over.future();
  }
}
