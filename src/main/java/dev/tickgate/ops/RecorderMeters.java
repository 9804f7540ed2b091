package dev.tickgate.ops;

import dev.tickgate.recorder.RecorderMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the recorder, as meters named {@code tickgate_recorder_…}. */
public final class RecorderMeters implements RecorderMetrics {
  private final Counter inserted;
  private final Counter dropped;
  // Written by the recorder's loop, read by the threads that scrape metrics.
  private final AtomicInteger waiting = new AtomicInteger();

  public RecorderMeters(Meters meters) {
    MeterRegistry registry = meters.registry();
    inserted =
        Counter.builder("tickgate.recorder.inserted")
            .description("Rows that this process inserted")
            .register(registry);
    dropped =
        Counter.builder("tickgate.recorder.dropped")
            .description("Rows dropped, because the database did not answer for more than 60 rows")
            .register(registry);
    Gauge.builder("tickgate.recorder.waiting", waiting, AtomicInteger::get)
        .strongReference(true)
        .description("Rows that wait for the database")
        .register(registry);
  }

  @Override
  public void inserted(int rows) {
    inserted.increment(rows);
  }

  @Override
  public void dropped(int rows) {
    dropped.increment(rows);
  }

  @Override
  public void waiting(int rows) {
    waiting.set(rows);
  }
}
