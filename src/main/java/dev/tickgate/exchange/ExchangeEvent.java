package dev.tickgate.exchange;

/** The counted events of an exchange. */
public enum ExchangeEvent {
  /** A connection ended unexpectedly. */
  DISCONNECT,
  /** A handshake failed. */
  CONNECT_FAILURE,
  /** A new connection, open at the same time, replaced a connection. */
  OVERLAP,
  /** The exchange refused a subscription. */
  REFUSAL,
  /** A quote had a bid above its ask, or a price that is not positive, and was not published. */
  CROSSED,
  /** Data was repeated or late, and was not published. */
  REPEATED,
  /** Sequence numbers were missing. */
  GAP,
  /** A frame does not belong to the protocol, or cannot be published. */
  UNKNOWN
}
