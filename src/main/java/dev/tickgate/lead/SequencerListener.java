package dev.tickgate.lead;

/** Hears how the writes of a leadership end; called on the poller's event loop. */
interface SequencerListener {
  /** Another process has the lease, or the database went back: nothing was written. */
  void deposed();

  /** The journal did not answer a write: whether it was done only the database knows. */
  void outcomeUnknown(WriteFailure failure);

  /** Drafts were committed. */
  void written();
}
