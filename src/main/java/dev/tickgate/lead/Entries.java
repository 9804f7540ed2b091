package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The publications of topics that the leader's memory of the feed no longer has. */
interface Entries {
  /** The newest position of a topic that is not the feed's own; empty where it has none. */
  Future<Optional<Position>> head(Topic topic);

  /** The publications of a topic after an offset, up to the head, the oldest first. */
  Future<List<Publication>> page(Topic topic, long after, Position head, int limit);

  /** The offset of a topic's oldest entry; {@link Long#MAX_VALUE} where it has none. */
  Future<Long> oldest(Topic topic);
}
