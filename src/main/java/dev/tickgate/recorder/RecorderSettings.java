package dev.tickgate.recorder;

import dev.tickgate.stream.Topic;

/**
 * The quotes that a recorder inserts, and their table.
 *
 * @param topic the topic of the quotes
 * @param table {@code table} or {@code schema.table}
 * @param closed whether it also inserts quotes of a closed market
 */
public record RecorderSettings(Topic topic, String table, Take take, boolean closed) {
  /** The contents of the row of a second: one of its quotes, or the course of all. */
  public enum Take {
    FIRST,
    LAST,
    /** The last quote, and the first, highest and lowest price of each side. */
    OHLC
  }
}
