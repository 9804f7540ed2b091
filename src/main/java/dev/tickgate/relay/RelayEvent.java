package dev.tickgate.relay;

/** The events that relays count. */
public enum RelayEvent {
  /** A record was published, now or at an earlier attempt. */
  PUBLISHED,
  /** A record cannot be published, and was skipped. */
  REFUSED,
  /** A message was dropped, because too many wait. */
  DROPPED,
  /** A publication was sent. */
  SENT,
  /** A publication had been removed from the journal before it could be sent. */
  LOST
}
