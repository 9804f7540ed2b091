package dev.tickgate.stream;

/** The delivery to a client that reads slower than the topic moves. */
public enum Delivery {
  /** The newest publication; what it replaced is counted and told. Quotes. */
  LATEST,
  /** Every publication, or a close that says "come back with your position". Events, rooms. */
  EVERY
}
