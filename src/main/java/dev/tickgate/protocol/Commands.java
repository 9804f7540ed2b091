package dev.tickgate.protocol;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.Optional;

/** Commands as both wires read them, once the message is taken apart. */
final class Commands {
  private Commands() {}

  static Command subscribe(Object topic, Object since) {
    Optional<ErrorCode> wrong = wrong(topic);
    if (wrong.isPresent()) {
      return new Command.Refused(wrong.get());
    }
    if (since == null) {
      return new Command.Subscribe(new Topic((String) topic), Optional.empty());
    }
    Optional<Position> position =
        since instanceof String text ? Position.parse(text) : Optional.empty();
    return position.isPresent()
        ? new Command.Subscribe(new Topic((String) topic), position)
        : new Command.Refused(ErrorCode.INVALID_POSITION);
  }

  static Command unsubscribe(Object topic) {
    return wrong(topic)
        .<Command>map(Command.Refused::new)
        .orElseGet(() -> new Command.Unsubscribe(new Topic((String) topic)));
  }

  private static Optional<ErrorCode> wrong(Object topic) {
    if (!(topic instanceof String name) || name.isEmpty()) {
      return Optional.of(ErrorCode.MISSING_TOPIC);
    }
    if (name.length() > Topic.MAX_LENGTH) {
      return Optional.of(ErrorCode.TOPIC_TOO_LONG);
    }
    // A name that is no topic's is nobody's to read: no hint at what the rules are.
    return Topic.parse(name).isPresent() ? Optional.empty() : Optional.of(ErrorCode.ACCESS_DENIED);
  }
}
