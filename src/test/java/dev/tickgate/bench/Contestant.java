package dev.tickgate.bench;

import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server that is measured: ours, and those it is compared with. */
enum Contestant {
  GATEWAY {
    @Override
    ChildProcess start(List<String> pinned, int port, int source) {
      Map<String, String> settings =
          Map.of(
              "TICKGATE_HTTP_HOST", "127.0.0.1",
              "TICKGATE_HTTP_PORT", Integer.toString(port),
              "TICKGATE_HTTP_INSTANCES", "1",
              "TICKGATE_OPS_PORT", "0",
              "TICKGATE_DIAGNOSTICS_SOURCE_PORT", Integer.toString(source));
      return Processes.tickgate(pinned, settings, "--roles", "gateway");
    }

    @Override
    String ready(int port) {
      return "http://localhost:" + port;
    }
  },
  /** Speaks only raw WebSocket, whatever is asked for: as low as the price can be. */
  NETTY {
    @Override
    ChildProcess start(List<String> pinned, int port, int source) {
      return reference(pinned, NettyServer.class, port, source);
    }

    @Override
    Dialect dialect(Dialect asked) {
      return Dialect.WEBSOCKET;
    }
  },
  STOCK {
    @Override
    ChildProcess start(List<String> pinned, int port, int source) {
      return reference(pinned, StockBridgeServer.class, port, source);
    }
  };

  private static final Duration START = Duration.ofSeconds(60);

  /** A started server. */
  record Server(ChildProcess process, int port, int source) implements AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }

  abstract ChildProcess start(List<String> pinned, int port, int source);

  /** The line that it writes when it accepts clients. */
  String ready(int port) {
    return "listening on " + port;
  }

  Dialect dialect(Dialect asked) {
    return asked;
  }

  /**
   * Starts it and waits until clients may come.
   *
   * @param pinned the command that keeps it on its core
   */
  Server start(List<String> pinned) {
    int port = Ports.free();
    int source = Ports.free();
    ChildProcess process = start(pinned, port, source);
    try {
      process.awaitLine(ready(port), START);
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
    return new Server(process, port, source);
  }

  private static ChildProcess reference(
      List<String> pinned, Class<?> server, int port, int source) {
    return Processes.java(
        pinned,
        Map.of(),
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            server.getName(),
            Integer.toString(port),
            Integer.toString(source)));
  }
}
