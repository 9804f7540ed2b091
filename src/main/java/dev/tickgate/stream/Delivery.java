package dev.tickgate.stream;

/** The delivery to a client that reads more slowly than the topic grows. */
public enum Delivery {
  /** The newest publication, with the number of those that it replaced. For quotes. */
  LATEST,
  /**
   * Every publication, or a close after which the client resumes from its position. For events and
   * rooms.
   */
  EVERY
}
