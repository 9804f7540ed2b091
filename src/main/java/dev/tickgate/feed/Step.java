package dev.tickgate.feed;

/**
 * A range of keys that one step of a deep scan covers: about {@link #ROWS} rows, whatever the size
 * of the window.
 *
 * @param first the least key
 * @param to the last key; null for all
 * @param mayHaveNew whether its rows have to be read
 */
record Step(long first, Long to, boolean mayHaveNew) {
  /** PostgreSQL passes over them in about 5 ms, where they are in its memory. */
  static final long ROWS = 50_000;

  /**
   * Creates the range from the rows that were passed.
   *
   * @param hasNew whether some of them were not seen before
   */
  static Step of(long first, Passed passed, boolean hasNew) {
    if (passed.rows() < ROWS) {
      return new Step(first, null, hasNew);
    }
    // No query selects rows after such a time.
    if (passed.last() == SourceRow.NO_KEY) {
      return new Step(first, null, true);
    }
    // More rows may have the last key, so the next step covers all rows with it.
    return passed.last() > first
        ? new Step(first, passed.last() - 1, hasNew)
        : new Step(first, first, true);
  }

  boolean isLast() {
    return to == null;
  }

  /** The first key of the next range. */
  long next() {
    return to + 1;
  }
}
