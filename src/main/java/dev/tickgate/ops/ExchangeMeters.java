package dev.tickgate.ops;

import dev.tickgate.exchange.ExchangeEvent;
import dev.tickgate.exchange.ExchangeMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the connection to one exchange, as meters named {@code tickgate_exchange_…}. */
public final class ExchangeMeters implements ExchangeMetrics {
  private static final double MILLIS = 1_000;

  private final Map<ExchangeEvent, Counter> events = new EnumMap<>(ExchangeEvent.class);
  // Written by the leader's loop, read by the threads that scrape metrics; 0 while another node
  // leads.
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger subjects = new AtomicInteger();
  private final AtomicLong silence = new AtomicLong();
  private final AtomicLong skew = new AtomicLong();

  public ExchangeMeters(Meters meters, String venue) {
    MeterRegistry registry = meters.registry();
    for (ExchangeEvent event : ExchangeEvent.values()) {
      events.put(
          event,
          Counter.builder("tickgate.exchange.events")
              .description("Events of the connection to an exchange")
              .tag("venue", venue)
              .tag("event", event.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    Gauge.builder("tickgate.exchange.connected", connected, AtomicInteger::get)
        .strongReference(true)
        .description("1 where this process leads and is connected")
        .tag("venue", venue)
        .register(registry);
    Gauge.builder("tickgate.exchange.subscriptions", subjects, AtomicInteger::get)
        .strongReference(true)
        .description("Subscriptions at the exchange")
        .tag("venue", venue)
        .register(registry);
    Gauge.builder("tickgate.exchange.frame.age.seconds", silence, age -> age.get() / MILLIS)
        .strongReference(true)
        .description("Time since the last data of the exchange")
        .tag("venue", venue)
        .register(registry);
    Gauge.builder("tickgate.exchange.skew.seconds", skew, behind -> behind.get() / MILLIS)
        .strongReference(true)
        .description("Time of receipt less the time that the exchange gave")
        .tag("venue", venue)
        .register(registry);
  }

  @Override
  public void connected(boolean is) {
    connected.set(is ? 1 : 0);
  }

  @Override
  public void subjects(int count) {
    subjects.set(count);
  }

  @Override
  public void silence(Duration since) {
    silence.set(since.toMillis());
  }

  @Override
  public void skew(Duration behind) {
    skew.set(behind.toMillis());
  }

  @Override
  public void count(ExchangeEvent event) {
    events.get(event).increment();
  }
}
