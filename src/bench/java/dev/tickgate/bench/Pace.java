package dev.tickgate.bench;

import java.util.function.LongSupplier;

/** When the next publication leaves. Confined to the event loop of its publisher. */
interface Pace {
  long NEVER = Long.MAX_VALUE;

  Pace SILENT = now -> NEVER;

  /** The time the next publication is of; it is taken where that has come. */
  long next(long now);

  /**
   * So many per second. What could not be sent in time is late, not left out: its time is the one
   * it was due at, so that a server that stands still cannot hide it.
   */
  static Pace steady(double perSecond, long start) {
    return new Pace() {
      private long taken;

      @Override
      public long next(long now) {
        long due = start + (long) (taken * 1e9 / perSecond);
        if (due <= now) {
          taken++;
        }
        return due;
      }
    };
  }

  /**
   * So many on their way at once, however fast that is. They leave in lots: one by one as they
   * arrive, a server would never have two to send together, and would not be saturated but starved.
   *
   * @param settled how many publications have arrived everywhere
   */
  static Pace window(int size, LongSupplier settled) {
    return new Pace() {
      private static final int LOTS = 4;
      private static final long PATIENCE = 5_000_000_000L;
      private long taken;
      private long arrived = settled.getAsLong();
      private final long before = arrived;
      private long lastArrival;
      // Lost on the way: they would close the window for ever.
      private long givenUp;
      private long ready = size;

      @Override
      public long next(long now) {
        long latest = settled.getAsLong();
        if (latest != arrived || lastArrival == 0) {
          arrived = latest;
          lastArrival = now;
        } else if (now - lastArrival > PATIENCE) {
          givenUp = taken - (arrived - before);
          lastArrival = now;
        }
        long room = size - (taken - givenUp - (arrived - before));
        if (ready == 0 && room >= Math.max(1, size / LOTS)) {
          ready = room;
        }
        if (ready == 0) {
          return NEVER;
        }
        ready--;
        taken++;
        return now;
      }
    };
  }
}
