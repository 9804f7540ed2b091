package dev.tickgate.lead;

/** How a step of the leader ended. */
public enum Outcome {
  DONE,
  /** Another process leads now: nothing was written. */
  DEPOSED,
  /** The poller stops: the next leader finds the remaining rows again. */
  STOPPED
}
