package dev.tickgate.transport;

/** Receives the messages of one client's WebSocket, on the connection's context. */
public interface WebSocketListener {
  void text(String message);

  void binary(byte[] message);

  void pong();

  /** The connection takes more again. */
  void drained();

  /** The client has said its last, or has gone; once. */
  void left();
}
