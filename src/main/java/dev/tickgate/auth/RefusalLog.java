package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure.Reason;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports refused tokens to the operator: counts them, and logs a reason at most once in 10 s. Used
 * by every loop.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final AuthMetrics metrics;
  private final LongSupplier nanos;
  // Guarded by this.
  private final Map<Reason, Unsaid> unsaid = new EnumMap<>(Reason.class);
  // The time from which a failed look-up is logged again; guarded by this.
  private long nextFailure;

  /** The refusals for a reason since its last log line. */
  private record Unsaid(long since, int count) {}

  RefusalLog(AuthMetrics metrics, LongSupplier nanos) {
    this.metrics = metrics;
    this.nanos = nanos;
    this.nextFailure = nanos.getAsLong();
  }

  /** Converts a failure. Logs one that is not a refusal, such as broken I/O, with its own class. */
  AuthFailure named(Throwable failure) {
    if (failure instanceof AuthFailure known) {
      return known;
    }
    sayUnavailable(failure);
    return new AuthFailure(Reason.UNAVAILABLE);
  }

  // Logged at most once in 10 s: each client with a token causes the same failure.
  private synchronized void sayUnavailable(Throwable failure) {
    if (nanos.getAsLong() - nextFailure >= 0) {
      nextFailure = nanos.getAsLong() + PAUSE.toNanos();
      String reason = failure.getClass().getSimpleName();
      LOG.atWarn().addKeyValue("reason", reason).log("auth.check_failed");
    }
  }

  void answered(AsyncResult<Principal> answer) {
    Optional<Reason> refused =
        Optional.ofNullable(answer.cause()).map(failure -> ((AuthFailure) failure).reason());
    metrics.authenticated(refused);
    refused.ifPresent(this::say);
  }

  private synchronized void say(Reason reason) {
    long now = nanos.getAsLong();
    Unsaid before = unsaid.get(reason);
    int count = before == null ? 1 : before.count() + 1;
    if (before == null || now - before.since() > PAUSE.toNanos()) {
      LOG.atInfo()
          .addKeyValue("reason", reason.label())
          .addKeyValue("count", count)
          .log("auth.refused");
      unsaid.put(reason, new Unsaid(now, 0));
    } else {
      unsaid.put(reason, new Unsaid(before.since(), count));
    }
  }
}
