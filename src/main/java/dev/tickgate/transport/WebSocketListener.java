package dev.tickgate.transport;

/** Receives the messages of one client's WebSocket, on the connection's context. */
public interface WebSocketListener {
  void text(String message);

  void binary(byte[] message);

  void pong();

  /** Called when the connection accepts more again. */
  void drained();

  /** Called once, when the WebSocket is closed or the client has disconnected. */
  void left();
}
