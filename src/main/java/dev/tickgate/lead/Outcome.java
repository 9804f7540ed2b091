package dev.tickgate.lead;

/** How a step of the leader ended. */
public enum Outcome {
  DONE,
  /** Another process leads now: nothing was written. */
  DEPOSED,
  /** The poller is to stop: what was found is found again by the next leader. */
  STOPPED
}
