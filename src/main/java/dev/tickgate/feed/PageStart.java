package dev.tickgate.feed;

/**
 * The place at which a page of the table begins.
 *
 * @param key the least key
 * @param afterSymbol of the rows with exactly that key only those with a greater symbol; null for
 *     all of them
 */
record PageStart(long key, String afterSymbol) {
  static PageStart at(long key) {
    return new PageStart(key, null);
  }
}
