package dev.tickgate.gateway;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections the clients of this node have, on all loops, and how many they may have. */
public final class Census {
  private final int limit;
  private final int limitPerAddress;
  // Counted by every event loop.
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  public Census(Limits limits) {
    this.limit = limits.connections();
    this.limitPerAddress = limits.connectionsPerAddress();
  }

  /**
   * Counts a connection, unless it is one too many.
   *
   * @return the limit that it would exceed
   */
  Optional<Limit> arrived(String address) {
    if (connections.incrementAndGet() > limit && limit > 0) {
      connections.decrementAndGet();
      return Optional.of(Limit.CONNECTIONS);
    }
    if (limitPerAddress > 0 && byAddress.merge(address, 1, Integer::sum) > limitPerAddress) {
      left(address);
      return Optional.of(Limit.CONNECTIONS_PER_ADDRESS);
    }
    return Optional.empty();
  }

  /** A connection that was counted is closed. */
  void left(String address) {
    connections.decrementAndGet();
    byAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
  }

  int connections() {
    return connections.get();
  }
}
