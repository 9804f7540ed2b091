package dev.tickgate.feed;

/**
 * The place at which a page of the table begins.
 *
 * @param key the least key
 * @param afterSymbol among the rows with exactly that key, the page has only those with a greater
 *     symbol; null for all of them
 */
record PageStart(long key, String afterSymbol) {
  static PageStart at(long key) {
    return new PageStart(key, null);
  }
}
