package dev.tickgate.ops;

import dev.tickgate.relay.RelayEvent;
import dev.tickgate.relay.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metrics of the parts of relays, as meters named {@code tickgate_relay_…}. Any thread may use
 * it.
 */
public final class RelayMeters {
  private final MeterRegistry registry;
  // A part has the same meters in each leadership.
  private final Map<String, Part> parts = new ConcurrentHashMap<>();

  public RelayMeters(Meters meters) {
    this.registry = meters.registry();
  }

  /**
   * Returns the meters of one part.
   *
   * @param name the relay and the part: {@code kafka.in}
   */
  public RelayMetrics of(String name) {
    return parts.computeIfAbsent(name, part -> new Part(registry, part));
  }

  private static final class Part implements RelayMetrics {
    private final Map<RelayEvent, Counter> events = new EnumMap<>(RelayEvent.class);
    private final MeterRegistry registry;
    private final String name;
    // Written by the thread of this part, read by the threads that scrape metrics; 0 while another
    // process leads.
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong behind = new AtomicLong();
    // Empty while the number is unknown: a gauge of 0 would report that all is relayed.
    private Optional<Gauge> gauge = Optional.empty();

    Part(MeterRegistry registry, String name) {
      this.registry = registry;
      this.name = name;
      for (RelayEvent event : RelayEvent.values()) {
        events.put(
            event,
            Counter.builder("tickgate.relay.records")
                .description("Records of a relay, by outcome")
                .tag("relay", name)
                .tag("event", event.name().toLowerCase(Locale.ROOT))
                .register(registry));
      }
      Gauge.builder("tickgate.relay.running", running, AtomicInteger::get)
          .strongReference(true)
          .description("1 where this process runs the relay and reaches the other system")
          .tag("relay", name)
          .register(registry);
    }

    @Override
    public void running(boolean is) {
      running.set(is ? 1 : 0);
    }

    /** Called by the thread of the part, and by an event loop when the part stops. */
    @Override
    public synchronized void behind(OptionalLong count) {
      behind.set(count.orElse(0));
      if (count.isPresent() && gauge.isEmpty()) {
        gauge =
            Optional.of(
                Gauge.builder("tickgate.relay.behind", behind, AtomicLong::get)
                    .strongReference(true)
                    .description("Records or publications that are not relayed yet")
                    .tag("relay", name)
                    .register(registry));
      } else if (count.isEmpty()) {
        gauge.ifPresent(registry::remove);
        gauge = Optional.empty();
      }
    }

    @Override
    public void count(RelayEvent event, long count) {
      events.get(event).increment(count);
    }
  }
}
