package dev.tickgate.http;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Counts the connections, or the sessions, of the node and of each client address, on all loops.
 * Bounds their number and their rate. Any thread may call.
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
   * Counts one for the node, unless a limit forbids it.
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

  /** Releases one that was counted for the node. */
  void left() {
    all.decrementAndGet();
  }

  /**
   * Counts one for an address, unless a limit forbids it.
   *
   * @param anew whether it also counts for the rate
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

  /** Releases one that was counted for the address. */
  void left(String address) {
    byAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
  }

  int all() {
    return all.get();
  }

  /** The number of addresses that have at least one. */
  int addresses() {
    return byAddress.size();
  }
}
