package dev.tickgate.chaos;

/** An open connection of a client, of whatever kind. */
interface Link {
  void send(String text);

  void pause();

  void resume();

  void close();

  /** Hears one connection, on its client's event loop. */
  interface Listener {
    /** A message, or a frame of SockJS or an event with such. */
    void message(String text);

    void closed(String reason);
  }
}
