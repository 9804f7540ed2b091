package dev.tickgate.bench;

import java.util.function.LongSupplier;

/** The times at which publications are sent. Confined to the event loop of its publisher. */
interface Pace {
  long NEVER = Long.MAX_VALUE;

  Pace SILENT = now -> NEVER;

  /**
   * Returns the time of the next publication; if that is not later than now, the publication counts
   * as sent.
   */
  long next(long now);

  /**
   * A fixed rate. A publication that could not be sent in time is sent late, and keeps the time at
   * which it was due. So a pause of the server counts as latency.
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
   * A fixed number of publications in flight, whatever the rate. They are sent in lots. If they
   * were sent one by one as others arrive, the server would never have two to send together, and
   * would not be saturated.
   *
   * @param settled the number of publications that have arrived at all readers
   */
  static Pace window(int size, LongSupplier settled) {
    return new Pace() {
      private static final int LOTS = 4;
      private static final long PATIENCE = 5_000_000_000L;
      private long taken;
      private long arrived = settled.getAsLong();
      private final long before = arrived;
      private long lastArrival;
      // Lost publications, which would otherwise keep the window closed.
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
