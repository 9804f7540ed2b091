package dev.tickgate.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The load on a server.
 *
 * @param source port of the server's line source, on its loopback interface
 * @param rate publications per second, of all topics together; 0: as fast as the clients take them
 * @param window publications on their way at once, where the rate is 0
 * @param payload bytes of a publication
 * @param slow percent of the connections that do not read
 * @param server the process whose processor time and memory are measured
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
  /** The topic of whom there is only one. */
  static final String TOPIC = "bench";

  private static final int SAME_ADDRESS = 20_000;

  String topic(int number) {
    return topics == 1 ? TOPIC : TOPIC + "." + number;
  }

  /** The same on another server. */
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

  /** Whether this connection does not read; they are spread over the topics. */
  boolean isSlow(int client) {
    int round = client / topics;
    return (round + 1) * slow / 100 > round * slow / 100;
  }

  /** How many connections read. */
  int readers() {
    int readers = 0;
    for (int client = 0; client < connections; client++) {
      readers += isSlow(client) ? 0 : 1;
    }
    return readers;
  }

  /**
   * The loopback address a connection comes from: one address has no more ports. Empty: the
   * system's choice.
   *
   * @param opened how many connections of this run were opened before
   */
  Optional<InetSocketAddress> from(int opened) {
    int address = 1 + opened / SAME_ADDRESS % 250;
    return address == 1 || !target.getAddress().isLoopbackAddress()
        ? Optional.empty()
        : Optional.of(new InetSocketAddress("127.0.0." + address, 0));
  }
}
