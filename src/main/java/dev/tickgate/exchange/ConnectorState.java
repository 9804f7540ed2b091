package dev.tickgate.exchange;

/** The state of the connection to an exchange. */
enum ConnectorState {
  /** No client subscribes to a topic of the exchange. */
  IDLE,
  CONNECTING,
  CONNECTED,
  /** The connection ended or failed; the next attempt follows. */
  RECONNECTING,
  /** The exchange answers the handshake with status 503. */
  MAINTENANCE
}
