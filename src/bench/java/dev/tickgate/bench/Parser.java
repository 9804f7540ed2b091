package dev.tickgate.bench;

/** Finds the messages in the bytes of one connection, however they are cut. */
interface Parser {
  /**
   * Hands over what is complete.
   *
   * @return the index of the first byte that was not taken: it comes again, with what follows it
   */
  int parse(byte[] bytes, int from, int to);
}
