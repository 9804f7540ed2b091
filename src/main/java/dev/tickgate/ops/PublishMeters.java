package dev.tickgate.ops;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.publish.PublishMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of what this node publishes for clients and services, as meters named {@code
 * tickgate_publish_…}.
 */
public final class PublishMeters implements PublishMetrics {
  private final Counter publications;
  private final Timer requests;
  private final Counter repeated;
  private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);

  public PublishMeters(Meters meters) {
    MeterRegistry registry = meters.registry();
    publications =
        Counter.builder("tickgate.publish.publications")
            .description("Publications that were answered with a position")
            .register(registry);
    requests =
        Timer.builder("tickgate.publish.requests")
            .description("Requests to publish, until they were answered with positions")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
    repeated =
        Counter.builder("tickgate.publish.repeated")
            .description("Requests that were sent again, because no leader answered")
            .register(registry);
    for (ErrorCode code : ErrorCode.values()) {
      refused.put(
          code,
          Counter.builder("tickgate.publish.refused")
              .description("Requests to publish that were refused")
              .tag("code", code.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  @Override
  public void published(int count, long nanos) {
    publications.increment(count);
    requests.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refused(ErrorCode code) {
    refused.get(code).increment();
  }

  @Override
  public void repeated() {
    repeated.increment();
  }
}
