package dev.tickgate.chaos;

/** A fault that began, until it is undone. */
record Ongoing(String whom, Undo undo) {
  /** How a fault ends. */
  interface Undo {
    void run() throws Exception;
  }

  /** A fault that is over at once. */
  static Ongoing done(String whom) {
    return new Ongoing(whom, () -> {});
  }
}
