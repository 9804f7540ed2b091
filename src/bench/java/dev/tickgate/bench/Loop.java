package dev.tickgate.bench;

import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * The read buffer and the counters of the clients of one event loop. Confined to the loop, except
 * the counters that the run reads.
 */
final class Loop {
  private static final int ROOM = 256 * 1024;
  private static final long LONGEST_MICROS = 600_000_000;
  private static final int DIGITS = 2;

  private final EventLoop executor;
  private final LongSupplier clock;
  private final Histogram latency = new Histogram(LONGEST_MICROS, DIGITS);
  private byte[] room = new byte[ROOM];
  private long now;
  private long deliveries;
  private long settled;
  // Written here once per read; the run and the publisher read them.
  private final AtomicLong publicDeliveries = new AtomicLong();
  private final AtomicLong publicSettled = new AtomicLong();

  Loop(EventLoop executor, LongSupplier clock) {
    this.executor = executor;
    this.clock = clock;
  }

  EventLoop executor() {
    return executor;
  }

  /** Returns a buffer for reading; the next call may overwrite its content. */
  byte[] room(int size) {
    if (size > room.length) {
      room = Arrays.copyOf(room, 2 * size);
    }
    return room;
  }

  void beginRead() {
    now = clock.getAsLong();
  }

  void endRead() {
    publicDeliveries.lazySet(deliveries);
    publicSettled.lazySet(settled);
  }

  /**
   * @param skipped the number of skipped publications that the delivered one replaces
   */
  void delivered(long sent, long skipped) {
    deliveries++;
    settled += 1 + skipped;
    latency.recordValue(Math.max(0, Math.min(LONGEST_MICROS, (now - sent) / 1000)));
  }

  /** The deliveries to readers; any thread may call. */
  long deliveries() {
    return publicDeliveries.get();
  }

  /**
   * The deliveries to readers, plus the publications that were reported as skipped; any thread may
   * call.
   */
  long settled() {
    return publicSettled.get();
  }

  /** Drops the latencies that were recorded before. */
  Loop restartLatency() {
    latency.reset();
    return this;
  }

  Histogram latency() {
    return latency;
  }
}
