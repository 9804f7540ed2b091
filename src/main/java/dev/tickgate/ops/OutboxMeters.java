package dev.tickgate.ops;

import dev.tickgate.feed.OutboxMetrics;
import dev.tickgate.feed.OutboxRejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the outbox, as meters named {@code tickgate_outbox_…}. */
public final class OutboxMeters implements OutboxMetrics {
  private static final double MILLIS = 1_000;

  private final Counter published;
  private final Map<OutboxRejection, Counter> rejected = new EnumMap<>(OutboxRejection.class);
  // Written by the leader's loop, read by the threads that scrape metrics; 0 while another node
  // leads.
  private final AtomicInteger up = new AtomicInteger();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong oldest = new AtomicLong();

  public OutboxMeters(Meters meters) {
    MeterRegistry registry = meters.registry();
    published =
        Counter.builder("tickgate.outbox.published")
            .description("Rows of the outbox that were published")
            .register(registry);
    for (OutboxRejection reason : OutboxRejection.values()) {
      rejected.put(
          reason,
          Counter.builder("tickgate.outbox.rejected")
              .description("Rows of the outbox that cannot be published, and keep the reason")
              .tag("code", reason.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    Gauge.builder("tickgate.outbox.up", up, AtomicInteger::get)
        .strongReference(true)
        .description("1 where this process leads, reads the outbox and may remove rows")
        .register(registry);
    Gauge.builder("tickgate.outbox.waiting", waiting, AtomicLong::get)
        .strongReference(true)
        .description("Rows of the outbox that the last look found")
        .register(registry);
    Gauge.builder("tickgate.outbox.oldest.seconds", oldest, millis -> millis.get() / MILLIS)
        .strongReference(true)
        .description("Age of the oldest row that the last look found")
        .register(registry);
  }

  @Override
  public void published(int rows) {
    published.increment(rows);
  }

  @Override
  public void rejected(OutboxRejection reason) {
    rejected.get(reason).increment();
  }

  @Override
  public void up(boolean is) {
    up.set(is ? 1 : 0);
  }

  @Override
  public void waiting(long rows) {
    waiting.set(rows);
  }

  @Override
  public void oldest(double seconds) {
    oldest.set(Math.round(seconds * MILLIS));
  }
}
