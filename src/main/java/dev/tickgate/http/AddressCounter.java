package dev.tickgate.http;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How many there are of something that clients open, on all loops of the node and of each address,
 * and how many there may be, and how fast they may come. Any thread may call.
 */
public final class AddressCounter {
  private static final int PLACES = 1 << 16;
  private static final String NODE = "";

  private final int limit;
  private final int limitPerAddress;
  private final RateLimit rate;
  private final RateLimit ratePerAddress;
  // Counted by every event loop.
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public AddressCounter(Limits limits, LongSupplier nanos) {
    long secret = RandomGenerator.getDefault().nextLong();
    this.limit = limits.connections();
    this.limitPerAddress = limits.connectionsPerAddress();
    this.rate = new RateLimit(limits.connectsPerSecond(), 1, 1, nanos, secret);
    this.ratePerAddress =
        new RateLimit(limits.connectsPerSecondPerAddress(), 1, PLACES, nanos, secret);
  }

  /**
   * Counts one, unless it is one too many.
   *
   * @return the limit that it would exceed
   */
  Optional<Limit> arrived() {
    if (!rate.lets(NODE)) {
      return Optional.of(Limit.CONNECTS);
    }
    if (all.incrementAndGet() > limit && limit > 0) {
      all.decrementAndGet();
      return Optional.of(Limit.CONNECTIONS);
    }
    return Optional.empty();
  }

  /** One that was counted is closed. */
  void left() {
    all.decrementAndGet();
  }

  /**
   * Counts one for an address, unless it is one too many.
   *
   * @param anew whether it is to count as coming, too
   * @return the limit that it would exceed
   */
  Optional<Limit> arrived(String address, boolean anew) {
    if (anew && !ratePerAddress.lets(address)) {
      return Optional.of(Limit.CONNECTS_PER_ADDRESS);
    }
    if (limitPerAddress > 0 && byAddress.merge(address, 1, Integer::sum) > limitPerAddress) {
      left(address);
      return Optional.of(Limit.CONNECTIONS_PER_ADDRESS);
    }
    return Optional.empty();
  }

  /** Something that was counted for the address is over. */
  void left(String address) {
    byAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
  }

  int all() {
    return all.get();
  }

  /** Addresses that have anything. */
  int addresses() {
    return byAddress.size();
  }
}
