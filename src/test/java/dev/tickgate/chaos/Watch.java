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
  private final Map<Channel, Long> heads = new HashMap<>();
  // Written by the thread of the watch.
  private final Map<Channel, List<Long>> grown = new HashMap<>();

  Watch(Site site, LongSupplier clock) {
    this.site = site;
    this.clock = clock;
    Site.CHANNELS.forEach(channel -> grown.put(channel, new ArrayList<>()));
    executor.scheduleWithFixedDelay(this::look, 0, PERIOD, TimeUnit.MILLISECONDS);
  }

  private void look() {
    for (Channel channel : Site.CHANNELS) {
      try {
        long head = site.archive(channel).read(site.database().sql());
        Long before = heads.put(channel, head);
        if (before != null && head != before) {
          synchronized (grown) {
            grown.get(channel).add(clock.getAsLong());
          }
        }
      } catch (SQLException e) {
        // The database is down, or not what it was: later.
      }
    }
  }

  /** When the journal of the channel grew, in milliseconds of the run. */
  List<Long> grown(Channel channel) {
    synchronized (grown) {
      return List.copyOf(grown.get(channel));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
