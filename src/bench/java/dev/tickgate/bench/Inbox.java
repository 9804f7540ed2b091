package dev.tickgate.bench;

/** Takes what a connection brings, without copies: the bytes are valid during the call only. */
interface Inbox {
  /** One message, or one event of an event stream. */
  void message(byte[] bytes, int from, int to);

  /** The server asks for a sign of life, with this to be echoed. */
  void ping(byte[] bytes, int from, int to);

  /** The server says goodbye. */
  void goodbye();
}
