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
   * @return a page, or a failure where no leader could be asked; completes on the caller's event
   *     loop
   */
  Future<Page> after(Topic topic, Position position, int limit);

  /**
   * @param head the topic's newest position
   * @param certain whether the head is really the newest; a deposed leader may have answered
   * @param publications at most {@code limit} publications right after the position, in order;
   *     others where continuity cannot be proven
   */
  record Page(Position head, boolean certain, List<Publication> publications) {}
}
