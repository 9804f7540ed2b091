package dev.tickgate.exchange;

/** Events of an exchange that are counted. */
public enum ExchangeEvent {
  /** A connection ended that was not to end. */
  DISCONNECT,
  /** A handshake failed. */
  CONNECT_FAILURE,
  /** A connection was replaced by a new one, before the exchange closed it. */
  OVERLAP,
  /** The exchange refused a subscription. */
  REFUSAL,
  /** A quote had a bid above its ask, or a price that is not positive, and was not published. */
  CROSSED,
  /** Data came again or too late, and was not published. */
  REPEATED,
  /** Sequence numbers were missing. */
  GAP,
  /** A frame is not one of the protocol, or cannot be published. */
  UNKNOWN
}
