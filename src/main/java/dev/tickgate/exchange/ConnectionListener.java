package dev.tickgate.exchange;

/** Receives the end of a connection to an exchange, on its event loop. */
interface ConnectionListener {
  /** An open connection has ended, and delivers nothing more. */
  void closed(ExchangeConnection from, String reason);
}
