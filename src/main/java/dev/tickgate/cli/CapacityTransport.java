package dev.tickgate.cli;

import java.util.Optional;
import java.util.stream.Stream;

/** The transports, with the bytes that a message has in addition to the publication. */
enum CapacityTransport {
  WEBSOCKET("websocket", Cost.CONNECTION_WEBSOCKET, Cost.WRITE_WEBSOCKET, 4),
  // The publication is a text in JSON: its quotation marks are escaped.
  SOCKJS("sockjs", Cost.CONNECTION_SOCKJS, Cost.WRITE_SOCKJS, 90),
  SSE("sse", Cost.CONNECTION_SSE, Cost.WRITE_SSE, 40);

  private final String label;
  private final Cost connection;
  private final Cost write;
  private final int bytes;

  CapacityTransport(String label, Cost connection, Cost write, int bytes) {
    this.label = label;
    this.connection = connection;
    this.write = write;
    this.bytes = bytes;
  }

  static Optional<CapacityTransport> named(String label) {
    return Stream.of(values()).filter(one -> one.label.equals(label)).findFirst();
  }

  String label() {
    return label;
  }

  Cost connection() {
    return connection;
  }

  Cost write() {
    return write;
  }

  int bytes() {
    return bytes;
  }
}
