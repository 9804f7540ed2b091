package dev.tickgate.endpoint;

import dev.tickgate.transport.WebSocketConnection;

/** Pauses and resumes the reading from a client. */
record ReadControl(Runnable close, Runnable open) {
  static ReadControl of(WebSocketConnection connection) {
    return new ReadControl(connection::pause, connection::resume);
  }
}
