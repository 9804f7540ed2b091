package dev.tickgate.bench;

/**
 * Receives the messages of a connection, without copies: the bytes are valid during the call only.
 */
interface Inbox {
  /** Receives a message, or an event of an event stream. */
  void message(byte[] bytes, int from, int to);

  /** Receives a ping, whose payload the pong must repeat. */
  void ping(byte[] bytes, int from, int to);

  /** Called when the server ends the connection. */
  void goodbye();
}
