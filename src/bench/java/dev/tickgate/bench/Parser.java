package dev.tickgate.bench;

/** Finds the messages in the bytes of one connection, however the bytes are split into reads. */
interface Parser {
  /**
   * Passes on the complete messages.
   *
   * @return the index of the first byte that was not consumed; the next call begins with it
   */
  int parse(byte[] bytes, int from, int to);
}
