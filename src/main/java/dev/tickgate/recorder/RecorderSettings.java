package dev.tickgate.recorder;

import dev.tickgate.stream.Topic;

/**
 * The quotes that a recorder inserts, and their table.
 *
 * @param topic of the quotes
 * @param table {@code table} or {@code schema.table}
 * @param closed whether it also inserts quotes of a closed market
 */
public record RecorderSettings(Topic topic, String table, Take take, boolean closed) {
  /** The quote of a second that becomes its row. */
  public enum Take {
    FIRST,
    LAST
  }
}
