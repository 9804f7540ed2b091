package dev.tickgate.ops;

import dev.tickgate.candle.CandleMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the leader of candles, as meters named {@code tickgate_candle_…}. */
public final class CandleMeters implements CandleMetrics {
  // Written by the leader's loop, read by the threads that scrape metrics; 0 while another node
  // leads.
  private final AtomicInteger viewed = new AtomicInteger();
  // One entry for each feed of the configuration.
  private final Map<String, Long> behind = new ConcurrentHashMap<>();
  private final Counter ticks;
  private final Counter candles;
  private final Counter missed;
  private final Counter messages;
  private final Counter purged;
  private final Timer writes;

  public CandleMeters(Meters meters) {
    MeterRegistry registry = meters.registry();
    Gauge.builder("tickgate.candle.series", viewed, AtomicInteger::get)
        .strongReference(true)
        .description("Series of candles with subscribers, where this process leads")
        .register(registry);
    Gauge.builder("tickgate.candle.behind", behind, CandleMeters::sum)
        .strongReference(true)
        .description("Publications in the journals that candles do not have yet")
        .register(registry);
    ticks = counter(registry, "ticks", "Ticks that were counted into candles");
    candles = counter(registry, "rows", "Candles that were stored or changed");
    missed = counter(registry, "missed", "Ticks that left the journal before they were counted");
    messages = counter(registry, "messages", "Publications of candles");
    purged = counter(registry, "purged", "Candles that were removed after their retention");
    writes =
        Timer.builder("tickgate.candle.write")
            .description("Transactions that store candles and the place in a journal")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("tickgate.candle." + name).description(description).register(registry);
  }

  private static long sum(Map<String, Long> behind) {
    return behind.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void viewed(int series) {
    viewed.set(series);
  }

  @Override
  public void written(int counted, int stored, long nanos) {
    ticks.increment(counted);
    candles.increment(stored);
    writes.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void behind(String feed, long publications) {
    behind.put(feed, publications);
  }

  @Override
  public void missed(long publications) {
    missed.increment(publications);
  }

  @Override
  public void published(int count) {
    messages.increment(count);
  }

  @Override
  public void purged(long removed) {
    purged.increment(removed);
  }
}
