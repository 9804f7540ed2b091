package dev.tickgate.http;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * A rate limit for each of very many names: a burst at once, then one at a time. Its memory does
 * not grow: names share places, by a secret hash, and two names of one place share its allowance.
 * Any thread may call.
 */
final class RateLimit {
  private static final long SECOND = 1_000_000_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long interval;
  private final long burst;
  private final LongSupplier nanos;
  private final long start;
  private final long secret;
  // When a place will have its whole burst again.
  private final AtomicLongArray free;

  /**
   * @param perSecond 0: any number
   * @param burst the number of seconds whose events may arrive at once
   * @param places a power of two
   * @param nanos a clock like {@code System::nanoTime}
   * @param secret random
   */
  RateLimit(int perSecond, int burst, int places, LongSupplier nanos, long secret) {
    this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
    this.burst = burst * SECOND;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.secret = secret | 1;
    this.free = new AtomicLongArray(perSecond == 0 ? 1 : places);
  }

  /** Whether one more event of that name is allowed now; counts it if so. */
  boolean lets(String name) {
    return lets(name, 1);
  }

  /**
   * @param patience how many bursts, instead of one, are allowed at once
   */
  boolean lets(String name, int patience) {
    return interval == 0 || spend(name, 1, patience * burst);
  }

  /** Counts events of that name, even if they exceed the limit. */
  void charge(String name, int count) {
    if (interval != 0) {
      spend(name, count, Long.MAX_VALUE);
    }
  }

  private boolean spend(String name, int count, long limit) {
    int place = place(name);
    while (true) {
      long now = nanos.getAsLong() - start;
      long before = free.get(place);
      long after = Math.max(before, now) + count * interval;
      if (after - now > limit) {
        return false;
      }
      if (free.compareAndSet(place, before, after)) {
        return true;
      }
    }
  }

  private int place(String name) {
    long hash = secret;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * secret;
      hash ^= hash >>> 29;
    }
    return (int) (hash * GOLDEN >>> 32) & free.length() - 1;
  }
}
