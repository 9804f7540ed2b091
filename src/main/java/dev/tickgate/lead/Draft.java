package dev.tickgate.lead;

import dev.tickgate.stream.Topic;
import java.util.OptionalLong;

/**
 * A publication before it has a position.
 *
 * @param key the journal has at most one entry of a feed with it
 * @param body a JSON object without {@code epoch} and {@code offset}
 * @param rowKey of a table's row: entries inside the look-back window are kept at any age
 */
public record Draft(Topic topic, String key, String body, OptionalLong rowKey) {
  public Draft(Topic topic, String key, String body) {
    this(topic, key, body, OptionalLong.empty());
  }

  /** A table's row whose key alone is its identity. */
  public static Draft ofRow(Topic topic, long rowKey, String body) {
    return new Draft(topic, Long.toString(rowKey), body, OptionalLong.of(rowKey));
  }
}
