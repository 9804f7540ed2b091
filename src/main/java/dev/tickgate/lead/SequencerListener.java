package dev.tickgate.lead;

/** Receives the outcomes of a leadership's writes; called on the poller's event loop. */
interface SequencerListener {
  /** Another process has the lease, or the database was reverted: nothing was written. */
  void deposed();

  /** A write to the journal failed, and it is unknown whether it was committed. */
  void outcomeUnknown(WriteFailure failure);

  /** Drafts were committed. */
  void written();
}
