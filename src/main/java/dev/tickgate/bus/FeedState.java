package dev.tickgate.bus;

/** How a feed's leader finds its source. */
public enum FeedState {
  /** The source answers. */
  LIVE,
  /** The source does not answer; the leader tries again, and resumes without loss. */
  SOURCE_UNAVAILABLE
}
