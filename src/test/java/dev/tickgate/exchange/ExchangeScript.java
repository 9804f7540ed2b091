package dev.tickgate.exchange;

/** The frames and rules of one simulated exchange. Confined to the event loop of its server. */
interface ExchangeScript {
  /** Whether the exchange accepts WebSockets at this path. */
  boolean serves(String path);

  /** A client has connected. */
  default void connected(Peer peer) {}

  /** A client has sent a text frame. */
  void received(Peer peer, String command);

  /** A client has sent a ping or a pong. */
  default void controlFrame(Peer peer) {}

  /** The stream of a symbol's quotes, as {@link Peer#streams()} has it. */
  String stream(String symbol);

  /** The frame of a quote. */
  String quote(SimulatedQuote quote);

  /** The frame as a connection gets it. */
  default String framed(Peer peer, String stream, String frame) {
    return frame;
  }
}
