package dev.tickgate.exchange;

/** Gets the end of a connection to an exchange, on its event loop. */
interface ConnectionListener {
  /** It was open, is broken or closed, and sends nothing more. */
  void closed(ExchangeConnection from, String reason);
}
