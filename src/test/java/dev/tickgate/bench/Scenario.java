package dev.tickgate.bench;

import static dev.tickgate.bench.Contestant.GATEWAY;
import static dev.tickgate.bench.Contestant.NETTY;
import static dev.tickgate.bench.Contestant.STOCK;

import java.util.List;

/** A measurement: some steps, one after the other, on one process of each contestant. */
enum Scenario {
  WEBSOCKET_1K(Dialect.WEBSOCKET, 1000, NETTY, Step.SATURATION, Step.HALF, Step.HALF_SLOW),
  SOCKJS_1K(Dialect.SOCKJS, 1000, STOCK, Step.SATURATION, Step.HALF),
  WEBSOCKET_10K(Dialect.WEBSOCKET, 10_000, NETTY, Step.FIVE_PER_SECOND, Step.SATURATION),
  SOCKJS_10K(Dialect.SOCKJS, 10_000, STOCK, Step.FIVE_PER_SECOND),
  SSE_10K(Dialect.SSE, 10_000, NETTY, Step.FIVE_PER_SECOND),
  TOPICS(Dialect.WEBSOCKET, 10_000, NETTY, Step.FIVE_PER_SECOND, Step.TOPICS),
  FIRST_SECONDS(Dialect.WEBSOCKET, 1000, NETTY, Step.FIRST_SECONDS, Step.WARM),
  HANDSHAKES(Dialect.WEBSOCKET, 8000, NETTY, Step.HANDSHAKES),
  CONNECTIONS(Dialect.WEBSOCKET, 10_000, NETTY, Step.CONNECTIONS),
  CONNECTIONS_SOCKJS(Dialect.SOCKJS, 10_000, STOCK, Step.CONNECTIONS);

  private final Dialect dialect;
  private final int connections;
  private final Contestant reference;
  private final List<Step> steps;

  /** One run of the load generator. */
  enum Step {
    SATURATION("as fast as it goes", "--rate", "0"),
    /** Of what the first step of the same process reached. */
    HALF("half of that"),
    HALF_SLOW("half, 5 % do not read", "--slow", "5"),
    FIVE_PER_SECOND("5/s", "--rate", "5"),
    TOPICS("200 topics, 5/s each", "--topics", "200", "--rate", "1000"),
    FIRST_SECONDS("the first 5 s", "--rate", "0", "--warmup", "0s", "--duration", "5s"),
    WARM("warm", "--rate", "0", "--warmup", "10s", "--duration", "5s"),
    HANDSHAKES("handshakes", "--handshakes"),
    CONNECTIONS("handshakes, and idle", "--handshakes", "--idle");

    private final String words;
    private final List<String> arguments;

    Step(String words, String... arguments) {
      this.words = words;
      this.arguments = List.of(arguments);
    }

    String words() {
      return words;
    }

    List<String> arguments() {
      return arguments;
    }

    boolean isHalf() {
      return this == HALF || this == HALF_SLOW;
    }

    boolean hasSource() {
      return this != CONNECTIONS && this != HANDSHAKES;
    }

    /** Whether it says itself how long it takes. */
    boolean hasTimes() {
      return arguments.contains("--duration");
    }

    /** Whether a cold generator would be slower than the server it measures. */
    boolean needsPractice() {
      return this == FIRST_SECONDS || this == WARM || this == HANDSHAKES;
    }
  }

  Scenario(Dialect dialect, int connections, Contestant reference, Step... steps) {
    this.dialect = dialect;
    this.connections = connections;
    this.reference = reference;
    this.steps = List.of(steps);
  }

  Dialect dialect() {
    return dialect;
  }

  int connections() {
    return connections;
  }

  /** Ours and the one it is compared with: A, B. */
  List<Contestant> pair() {
    return List.of(GATEWAY, reference);
  }

  List<Step> steps() {
    return steps;
  }
}
