package dev.tickgate.endpoint;

import dev.tickgate.transport.WebSocketConnection;

/** Whether more of what a client sends is read. */
record ReadControl(Runnable close, Runnable open) {
  static ReadControl of(WebSocketConnection connection) {
    return new ReadControl(connection::pause, connection::resume);
  }
}
