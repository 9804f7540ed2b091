package dev.tickgate.stream;

import java.util.List;

/** The answer of a {@link History} to a client that resumes from a position. */
public sealed interface Recovery {
  /** Everything after the position, in order; empty where the client has missed nothing. */
  record Complete(List<Publication> missed) implements Recovery {}

  /** The position is of this epoch, but older than this memory: the journal may know. */
  record Beyond() implements Recovery {}

  /** The position is newer than this memory, also by its epoch: the next publications tell. */
  record Ahead() implements Recovery {}

  /** Continuity cannot be proven: an earlier epoch, or nothing is known yet. */
  record Reset() implements Recovery {}
}
