package dev.tickgate.exchange;

/** Receives the contents of frames. Called on the connection's event loop. */
interface Receiver {
  void quote(Quote quote);

  /**
   * A frame of a stream.
   *
   * @param payload a JSON object as the exchange wrote it
   * @param sequence a number that increases in the stream, the same on every connection; -1 where
   *     the exchange gives none
   */
  void frame(Subject subject, String payload, long sequence);

  /** The exchange confirmed a subscription, or sent its first data. */
  void accepted(Subject subject);

  void refused(Refusal refusal);

  /** The exchange reported its status, which applies to all its symbols. */
  void status(MarketStatus status);

  /** The exchange is about to close this connection. */
  void goingAway();

  /** The frame does not belong to the protocol. */
  void unknown();
}
