package dev.tickgate.ops;

import dev.tickgate.watchlist.WatchlistMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the leader of watchlists, as meters named {@code tickgate_watchlist_…}. */
public final class WatchlistMeters implements WatchlistMetrics {
  // Written by the leader's loop, read by the threads that scrape metrics; 0 while another node
  // leads.
  private final AtomicInteger viewed = new AtomicInteger();
  private final AtomicInteger unserved = new AtomicInteger();
  private final Counter messages;
  private final Counter failures;
  private final Timer looks;

  /**
   * @param feed the partition of the lists
   */
  public WatchlistMeters(Meters meters, String feed) {
    MeterRegistry registry = meters.registry();
    Gauge.builder("tickgate.watchlist.lists", viewed, AtomicInteger::get)
        .description("Lists with viewers, where this process computes their prices")
        .tag("feed", feed)
        .register(registry);
    messages =
        Counter.builder("tickgate.watchlist.messages")
            .description("Messages with the prices of a list")
            .tag("feed", feed)
            .register(registry);
    failures =
        Counter.builder("tickgate.watchlist.failures")
            .description("Looks at the tables that failed; each is tried again")
            .tag("feed", feed)
            .register(registry);
    Gauge.builder("tickgate.watchlist.unserved.topics", unserved, AtomicInteger::get)
        .description("Topics that companies of viewed lists name and no feed serves")
        .tag("feed", feed)
        .register(registry);
    looks =
        Timer.builder("tickgate.watchlist.look")
            .description("Looks at the tables: one to three statements for all lists")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .tag("feed", feed)
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
  public void failed() {
    failures.increment();
  }

  @Override
  public void unserved(int topics) {
    unserved.set(topics);
  }

  @Override
  public void looked(long nanos) {
    looks.record(nanos, TimeUnit.NANOSECONDS);
  }
}
