package dev.tickgate.lead;

import dev.tickgate.stream.Topic;
import java.util.OptionalLong;

/**
 * A publication before it has a position.
 *
 * @param key identifies the draft in its feed; the journal has at most one entry with it
 * @param body a JSON object without {@code epoch} and {@code offset}
 * @param rowKey the key of the table's row; the journal keeps entries inside the look-back window
 *     at any age
 */
public record Draft(Topic topic, String key, String body, OptionalLong rowKey) {
  public Draft(Topic topic, String key, String body) {
    this(topic, key, body, OptionalLong.empty());
  }

  /** Creates the draft of a table's row that its key alone identifies. */
  public static Draft ofRow(Topic topic, long rowKey, String body) {
    return new Draft(topic, Long.toString(rowKey), body, OptionalLong.of(rowKey));
  }
}
