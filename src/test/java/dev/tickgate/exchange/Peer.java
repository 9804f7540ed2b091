package dev.tickgate.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/** A client of a simulated exchange. Confined to the event loop of the server. */
final class Peer {
  private final int number;
  private final ServerWebSocket socket;
  private final Line line;
  private final Set<String> streams = new LinkedHashSet<>();

  Peer(int number, ServerWebSocket socket, Line line) {
    this.number = number;
    this.socket = socket;
    this.line = line;
  }

  /** Counts the connections of the exchange, from 1. */
  int number() {
    return number;
  }

  /** The streams to which it is subscribed. */
  Set<String> streams() {
    return streams;
  }

  String path() {
    return socket.path();
  }

  /** The query of its request; empty where it has none. */
  String query() {
    return socket.query() == null ? "" : socket.query();
  }

  void send(String frame) {
    socket.writeTextMessage(frame);
  }

  void ping() {
    socket.writePing(Buffer.buffer("are you there"));
  }

  void close(int code, String reason) {
    socket.close((short) code, reason);
  }

  Line line() {
    return line;
  }
}
