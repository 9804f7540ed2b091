package dev.tickgate.chaos;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads the journals while a run goes on, and notes when each grew: a journal that grows has a
 * leader.
 */
final class Watch implements AutoCloseable {
  private static final long PERIOD = 150;

  private final Site site;
  private final LongSupplier clock;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final Map<Stream, Long> heads = new HashMap<>();
  // Written by the thread of the watch.
  private final Map<Stream, List<Long>> grown = new HashMap<>();

  Watch(Site site, LongSupplier clock) {
    this.site = site;
    this.clock = clock;
    Site.STREAMS.forEach(stream -> grown.put(stream, new ArrayList<>()));
    executor.scheduleWithFixedDelay(this::look, 0, PERIOD, TimeUnit.MILLISECONDS);
  }

  private void look() {
    for (Stream stream : Site.STREAMS) {
      try {
        long head = site.archive(stream).read(site.database().sql());
        Long before = heads.put(stream, head);
        if (before != null && head != before) {
          synchronized (grown) {
            grown.get(stream).add(clock.getAsLong());
          }
        }
      } catch (SQLException e) {
        // The database is down, or not what it was: later.
      }
    }
  }

  /** When the journal of the stream grew, in milliseconds of the run. */
  List<Long> grown(Stream stream) {
    synchronized (grown) {
      return List.copyOf(grown.get(stream));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
