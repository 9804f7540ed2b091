package dev.tickgate.ops;

import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.auth.AuthMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts accepted and refused tokens as {@code tickgate_auth_total}. */
public final class AuthMeters implements AuthMetrics {
  private final Counter ok;
  private final Counter revocations;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

  public AuthMeters(Meters meters) {
    MeterRegistry registry = meters.registry();
    ok = shown(registry, "ok");
    for (Reason reason : Reason.values()) {
      refused.put(reason, shown(registry, reason.label()));
    }
    revocations =
        Counter.builder("tickgate.revocations")
            .description("Revocations that this node has learned of")
            .register(registry);
  }

  private static Counter shown(MeterRegistry registry, String result) {
    return Counter.builder("tickgate.auth")
        .description("Tokens that clients showed")
        .tag("result", result)
        .register(registry);
  }

  @Override
  public void authenticated(Optional<Reason> reason) {
    reason.map(refused::get).orElse(ok).increment();
  }

  @Override
  public void revoked(int count) {
    revocations.increment(count);
  }
}
