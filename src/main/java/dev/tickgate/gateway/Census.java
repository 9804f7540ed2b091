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
  // Seconds' worth of requests of an address at once: the pages of an office behind one address.
  private static final int BURST = 5;
  private static final int STREAM_PATIENCE = 4;
  private static final int REQUEST_BYTES = 16 * 1024;
  private static final int HEAP_SHARE = 8;

  private final int limit;
  private final int limitPerAddress;
  private final RateLimit rate;
  private final RateLimit ratePerAddress;
  private final RateLimit requests;
  private final RateLimit requestsPerAddress;
  private final AnswerBudget answers;
  // Counted by every event loop.
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  public Census(Limits limits) {
    long secret = RandomGenerator.getDefault().nextLong();
    this.limit = limits.connections();
    this.limitPerAddress = limits.connectionsPerAddress();
    this.rate = new RateLimit(limits.connectsPerSecond(), 1, 1, System::nanoTime, secret);
    this.ratePerAddress =
        new RateLimit(limits.connectsPerSecondPerAddress(), 1, PLACES, System::nanoTime, secret);
    this.requests = new RateLimit(limits.requestsPerSecond(), 1, 1, System::nanoTime, secret);
    this.requestsPerAddress =
        new RateLimit(
            limits.requestsPerSecondPerAddress(), BURST, PLACES, System::nanoTime, secret);
    this.answers =
        new AnswerBudget(
            Math.min(limits.unreadAnswers(), Runtime.getRuntime().maxMemory() / HEAP_SHARE));
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

  /**
   * Counts a request of an address, unless it is one too many.
   *
   * @param stream whether it asks for a stream, which clients open anew all together
   * @return the limit that it would exceed
   */
  Optional<Limit> asked(String address, boolean stream) {
    int patience = stream ? STREAM_PATIENCE : 1;
    if (!requestsPerAddress.lets(address, patience)) {
      return Optional.of(Limit.REQUESTS_PER_ADDRESS);
    }
    return requests.lets(NODE, patience) ? Optional.empty() : Optional.of(Limit.REQUESTS);
  }

  /** An answer of so many bytes was made for the address. */
  void answered(String address, int bytes) {
    requestsPerAddress.charge(address, bytes / REQUEST_BYTES);
    requests.charge(NODE, bytes / REQUEST_BYTES);
  }

  AnswerBudget answers() {
    return answers;
  }

  int connections() {
    return connections.get();
  }

  /** Addresses that have anything. */
  int addresses() {
    return byAddress.size();
  }
}
