package dev.tickgate.lead;

/** Why a leadership ended by itself. */
enum End {
  /** Another process has the lease, or the database went back: the row tells. */
  DEPOSED,
  /** The outcome of a write is unknown, or our own code failed. */
  FAILED
}
