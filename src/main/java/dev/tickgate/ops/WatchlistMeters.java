package dev.tickgate.ops;

import dev.tickgate.watchlist.WatchlistMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The worker of watchlists, as meters named {@code tickgate_watchlist_…}. */
public final class WatchlistMeters implements WatchlistMetrics {
  // Written by the leader's loop, read by whoever scrapes; 0 while another node leads.
  private final AtomicInteger viewed = new AtomicInteger();
  private final Counter messages;
  private final Timer looks;

  public WatchlistMeters(Meters meters) {
    MeterRegistry registry = meters.registry();
    Gauge.builder("tickgate.watchlist.lists", viewed, AtomicInteger::get)
        .description("Lists that somebody views, where this process computes their prices")
        .register(registry);
    messages =
        Counter.builder("tickgate.watchlist.messages")
            .description("Messages with the prices of a list")
            .register(registry);
    looks =
        Timer.builder("tickgate.watchlist.look")
            .description("Looks at the tables: one to three statements for all lists")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
  }

  @Override
  public void viewed(int lists) {
    viewed.set(lists);
  }

  @Override
  public void published(int count) {
    messages.increment(count);
  }

  @Override
  public void looked(long nanos) {
    looks.record(nanos, TimeUnit.NANOSECONDS);
  }
}
