package dev.tickgate.chaos;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * The times in which an event loop of the clients did not turn, because the machine had no time for
 * it: a client of such a loop did not read, however fast it is.
 */
final class Stalls {
  private static final long PERIOD = 50;
  private static final long STALL = 1_000;
  private static final long AFTER = 2_000;

  private final LongSupplier clock;
  // Added to by the event loops.
  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

  Stalls(LongSupplier clock) {
    this.clock = clock;
  }

  /** Watches the event loop that it is called on. */
  void watch(Vertx vertx) {
    long[] last = {clock.getAsLong()};
    vertx.setPeriodic(
        PERIOD,
        timer -> {
          long now = clock.getAsLong();
          if (now - last[0] > STALL) {
            spans.add(new Span(last[0], now + AFTER));
          }
          last[0] = now;
        });
  }

  List<Span> spans() {
    return new ArrayList<>(spans);
  }
}
