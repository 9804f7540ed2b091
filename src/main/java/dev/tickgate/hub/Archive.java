package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.List;

/** What followed a position that is older than this node's memory. */
@FunctionalInterface
public interface Archive {
  /**
   * @return the publications right after the position, in order and at most {@code limit}; empty
   *     where continuity cannot be proven; failed where nobody could be asked. Completes on the
   *     caller's event loop.
   */
  Future<List<Publication>> after(Topic topic, Position position, int limit);
}
