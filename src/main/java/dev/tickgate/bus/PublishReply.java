package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import java.util.List;

/** The leader's answer to a {@link PublishRequest}. */
public sealed interface PublishReply {
  /** The publications are committed, with a position for each body, in order. */
  record Published(List<Position> positions) implements PublishReply {}

  /** The key was used for another topic: nothing was published. */
  record KeyOfAnotherTopic() implements PublishReply {}
}
