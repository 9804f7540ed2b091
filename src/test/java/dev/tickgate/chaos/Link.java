package dev.tickgate.chaos;

/** An open connection of a client, of whatever kind. */
interface Link {
  void send(String text);

  void pause();

  void resume();

  void close();

  /** Hears one connection, on its client's event loop. */
  interface Listener {
    void message(String json);

    /** Where the client is, in the words of a stream that has such. */
    void id(String id);

    void closed(String reason);
  }
}
