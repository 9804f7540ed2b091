package dev.tickgate.lead;

/** Why a leadership ended by itself. */
enum End {
  /** Another process has the lease, or the database was reverted; the lease's row shows which. */
  DEPOSED,
  /** The outcome of a write is unknown, or Tickgate's own code failed. */
  FAILED
}
