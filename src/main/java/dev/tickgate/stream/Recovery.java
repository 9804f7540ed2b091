package dev.tickgate.stream;

import java.util.List;

/** The answer of a {@link History} to a client that resumes from a position. */
public sealed interface Recovery {
  /** Everything after the position, in order; empty where the client has missed nothing. */
  record Complete(List<Publication> missed) implements Recovery {}

  /**
   * The position is of this epoch, but older than this memory; the journal may have the
   * publications after it.
   */
  record Beyond() implements Recovery {}

  /** The position, or its epoch, is newer than this memory; the next publications decide. */
  record Ahead() implements Recovery {}

  /**
   * Continuity cannot be proven: the epoch is an earlier one, or this memory has no position yet.
   */
  record Reset() implements Recovery {}
}
