package dev.tickgate.ops;

import dev.tickgate.feed.DropReason;
import dev.tickgate.feed.FeedMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The metrics of the leader of one feed, as meters named {@code tickgate_feed_…}. */
public final class FeedMeters implements FeedMetrics {
  private final Counter published;
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);
  private final Timer polls;
  private final Counter failures;
  private final Counter late;
  private final Counter takeoverFailures;
  private final Counter holes;
  private final Counter unpublishable;
  // Written by the leader's loop, read by the threads that scrape metrics; 0 while another node
  // leads.
  private final AtomicLong term = new AtomicLong();
  private final AtomicInteger misconfigured = new AtomicInteger();

  public FeedMeters(Meters meters, String feed) {
    MeterRegistry registry = meters.registry();
    published =
        Counter.builder("tickgate.feed.published")
            .description("Rows published")
            .tag("feed", feed)
            .register(registry);
    for (DropReason reason : DropReason.values()) {
      dropped.put(
          reason,
          Counter.builder("tickgate.feed.dropped")
              .description("Rows that no market could have made")
              .tag("feed", feed)
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    polls =
        Timer.builder("tickgate.feed.poll")
            .description("Looks at the table, with the delivery of what they found")
            .tag("feed", feed)
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
    failures =
        Counter.builder("tickgate.feed.poll.failures")
            .description("Looks at the table that failed")
            .tag("feed", feed)
            .register(registry);
    late =
        Counter.builder("tickgate.feed.late")
            .description("Rows committed too far behind the newest key, and not published")
            .tag("feed", feed)
            .register(registry);
    takeoverFailures =
        Counter.builder("tickgate.feed.takeover.failures")
            .description("Takeovers that failed after the lease was taken")
            .tag("feed", feed)
            .register(registry);
    holes =
        Counter.builder("tickgate.feed.journal.holes")
            .description("Places in the journal where entries were deleted")
            .tag("feed", feed)
            .register(registry);
    unpublishable =
        Counter.builder("tickgate.feed.unpublishable")
            .description("Entries of the journal that are no publications, and were left out")
            .tag("feed", feed)
            .register(registry);
    gauge(registry, feed, "tickgate.feed.leading", () -> term.get() == 0 ? 0 : 1);
    gauge(registry, feed, "tickgate.feed.term", term::get);
    gauge(registry, feed, "tickgate.feed.misconfigured", misconfigured::get);
  }

  // Uses a supplier, which the registry references strongly; it references the object of another
  // gauge weakly.
  private static void gauge(
      MeterRegistry registry, String feed, String name, Supplier<Number> value) {
    Gauge.builder(name, value).tag("feed", feed).register(registry);
  }

  @Override
  public void published(int count) {
    published.increment(count);
  }

  @Override
  public void dropped(DropReason reason, int count) {
    dropped.get(reason).increment(count);
  }

  @Override
  public void pollTook(long nanos) {
    polls.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void pollFailed() {
    failures.increment();
  }

  @Override
  public void misconfigured(boolean is) {
    misconfigured.set(is ? 1 : 0);
  }

  @Override
  public void late(int count) {
    late.increment(count);
  }

  @Override
  public void takeoverFailed() {
    takeoverFailures.increment();
  }

  @Override
  public void journalHole() {
    holes.increment();
  }

  @Override
  public void unpublishable(int count) {
    unpublishable.increment(count);
  }

  @Override
  public void leading(long number) {
    term.set(number);
  }

  @Override
  public void standby() {
    term.set(0);
  }
}
