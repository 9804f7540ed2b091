package dev.tickgate.gateway;

import dev.tickgate.transport.WebSocketConnection;

/** Whether more of what a client sends is read. */
record Valve(Runnable close, Runnable open) {
  static Valve of(WebSocketConnection connection) {
    return new Valve(connection::pause, connection::resume);
  }
}
