package dev.tickgate.feed;

/**
 * The identity of a row within its feed.
 *
 * @param key the key of the table: microseconds since 1970 or the id
 * @param symbol empty where the key alone identifies rows; cut after {@link TickSql#LONGEST_SYMBOL}
 *     characters
 */
public record RowId(long key, String symbol) {
  /** Creates the identity of a row that its key alone identifies. */
  public static RowId of(long key) {
    return new RowId(key, "");
  }

  /** The key of its entry in the journal. */
  public String text() {
    return symbol.isEmpty() ? Long.toString(key) : key + ":" + symbol;
  }
}
