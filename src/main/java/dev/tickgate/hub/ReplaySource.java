package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.List;

/** Reads the publications after a position that this node's memory does not reach. */
@FunctionalInterface
public interface ReplaySource {
  /**
   * @return failed where nobody could be asked. Completes on the caller's event loop.
   */
  Future<Page> after(Topic topic, Position position, int limit);

  /**
   * @param head the topic's newest position
   * @param certain whether the head is really the newest: who was asked may have lost the lead
   * @param publications right after the position, in order and at most {@code limit}; others where
   *     continuity cannot be proven
   */
  record Page(Position head, boolean certain, List<Publication> publications) {}
}
