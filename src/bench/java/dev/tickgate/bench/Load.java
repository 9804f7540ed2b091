package dev.tickgate.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The load on a server.
 *
 * @param source the port of the server's line source, on its loopback interface
 * @param rate the publications per second of all topics together; 0 for as fast as the clients
 *     receive them
 * @param window the maximum number of publications in flight where the rate is 0
 * @param payload the bytes of a publication
 * @param slow the percentage of connections that do not read
 * @param server the id of the process whose processor time and memory are measured
 */
record Load(
    InetSocketAddress target,
    OptionalInt source,
    Dialect dialect,
    int connections,
    int topics,
    double rate,
    int window,
    Duration warmup,
    Duration duration,
    int payload,
    int slow,
    int threads,
    OptionalLong server) {
  /** The name of the topic where there is only one. */
  static final String TOPIC = "bench";

  private static final int SAME_ADDRESS = 20_000;

  String topic(int number) {
    return topics == 1 ? TOPIC : TOPIC + "." + number;
  }

  /** Returns the same load on another server. */
  Load on(InetSocketAddress other, OptionalInt otherSource) {
    return new Load(
        other,
        otherSource,
        dialect,
        connections,
        topics,
        rate,
        window,
        warmup,
        duration,
        payload,
        slow,
        threads,
        OptionalLong.empty());
  }

  /** Whether a connection does not read; slow connections are spread over the topics. */
  boolean isSlow(int client) {
    int round = client / topics;
    return (round + 1) * slow / 100 > round * slow / 100;
  }

  /** The number of connections that read. */
  int readers() {
    int readers = 0;
    for (int client = 0; client < connections; client++) {
      readers += isSlow(client) ? 0 : 1;
    }
    return readers;
  }

  /**
   * The local loopback address of a connection; one address does not have enough ports for all.
   * Empty where the system chooses it.
   *
   * @param opened the number of connections that this run opened before
   */
  Optional<InetSocketAddress> from(int opened) {
    int address = 1 + opened / SAME_ADDRESS % 250;
    return address == 1 || !target.getAddress().isLoopbackAddress()
        ? Optional.empty()
        : Optional.of(new InetSocketAddress("127.0.0." + address, 0));
  }
}
