package dev.tickgate.gateway;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * How many connections the clients of this node have, on all loops, and how many they may have, and
 * how fast they may come. A connection of a trusted proxy counts for the node; for an address what
 * is asked over it counts, while it is under way.
 */
public final class Census {
  private static final int PLACES = 1 << 16;
  private static final String NODE = "";

  private final int limit;
  private final int limitPerAddress;
  private final ConnectRate rate;
  private final ConnectRate ratePerAddress;
  // Counted by every event loop.
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  public Census(Limits limits) {
    long secret = RandomGenerator.getDefault().nextLong();
    this.limit = limits.connections();
    this.limitPerAddress = limits.connectionsPerAddress();
    this.rate = new ConnectRate(limits.connectsPerSecond(), 1, System::nanoTime, secret);
    this.ratePerAddress =
        new ConnectRate(limits.connectsPerSecondPerAddress(), PLACES, System::nanoTime, secret);
  }

  /**
   * Counts a connection, unless it is one too many.
   *
   * @return the limit that it would exceed
   */
  Optional<Limit> arrived() {
    if (!rate.lets(NODE)) {
      return Optional.of(Limit.CONNECTS);
    }
    if (connections.incrementAndGet() > limit && limit > 0) {
      connections.decrementAndGet();
      return Optional.of(Limit.CONNECTIONS);
    }
    return Optional.empty();
  }

  /** A connection that was counted is closed. */
  void left() {
    connections.decrementAndGet();
  }

  /**
   * Counts something of an address, unless it is one too many.
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

  int connections() {
    return connections.get();
  }

  /** Addresses that have anything. */
  int addresses() {
    return byAddress.size();
  }
}
