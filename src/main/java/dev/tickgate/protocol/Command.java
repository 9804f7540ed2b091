package dev.tickgate.protocol;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.Optional;

/** What a client may ask. */
public sealed interface Command {
  /**
   * @param since where the client stopped; empty for "from now"
   */
  record Subscribe(Topic topic, Optional<Position> since) implements Command {}

  record Unsubscribe(Topic topic) implements Command {}

  record Ping() implements Command {}

  /** A message that is no command, or one that no client may give. */
  record Refused(ErrorCode code) implements Command {}
}
