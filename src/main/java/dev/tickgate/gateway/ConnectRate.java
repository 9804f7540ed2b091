package dev.tickgate.gateway;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * How many a second are let in, of each of very many names: a second's worth at once, then one by
 * one. It remembers as much as it will ever take: names share places, by a number nobody can guess,
 * and two that meet in one have its allowance together. Any thread may call.
 */
final class ConnectRate {
  private static final long SECOND = 1_000_000_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long interval;
  private final LongSupplier nanos;
  private final long start;
  private final long secret;
  // When a place will be as if nobody had come for long.
  private final AtomicLongArray free;

  /**
   * @param perSecond 0: any number
   * @param places a power of two
   * @param nanos a clock like {@code System::nanoTime}
   * @param secret random
   */
  ConnectRate(int perSecond, int places, LongSupplier nanos, long secret) {
    this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.secret = secret | 1;
    this.free = new AtomicLongArray(perSecond == 0 ? 1 : places);
  }

  /** Whether one more of that name may come now; if so it has. */
  boolean lets(String name) {
    if (interval == 0) {
      return true;
    }
    int place = place(name);
    while (true) {
      long now = nanos.getAsLong() - start;
      long before = free.get(place);
      long after = Math.max(before, now) + interval;
      if (after - now > SECOND) {
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
