package dev.tickgate.chaos;

import dev.tickgate.stream.Position;

/** One thing that happened to a client's stream; {@code at} in milliseconds of the run. */
sealed interface Note {
  long at();

  /** A publication. */
  record Ticked(long at, Position position, String row, long skipped) implements Note {}

  /** The server's answer to a position, or its news that continuity is lost. */
  record Resumed(long at, boolean recovered) implements Note {}

  /** The connection is gone. */
  record Broken(long at, String reason) implements Note {}
}
