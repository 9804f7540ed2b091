package dev.tickgate.feed;

/**
 * A range of keys that one step of a deep scan covers: about {@link #ROWS} rows, whatever the
 * window holds.
 *
 * @param first the least key
 * @param to the last key; null for all
 * @param mayHaveNew whether its rows have to be read
 */
record Step(long first, Long to, boolean mayHaveNew) {
  /** About 5 ms of PostgreSQL, where they are in its memory. */
  static final long ROWS = 50_000;

  /**
   * The range of which so much was passed.
   *
   * @param hasNew whether some of it was not seen before
   */
  static Step of(long first, Passed passed, boolean hasNew) {
    if (passed.rows() < ROWS) {
      return new Step(first, null, hasNew);
    }
    // Nothing is asked for behind such a time.
    if (passed.last() == SourceRow.NO_KEY) {
      return new Step(first, null, true);
    }
    // The rows of the last key may go on behind those that were passed: the next step has them all.
    return passed.last() > first
        ? new Step(first, passed.last() - 1, hasNew)
        : new Step(first, first, true);
  }

  boolean isLast() {
    return to == null;
  }

  /** Where the next one begins. */
  long next() {
    return to + 1;
  }
}
