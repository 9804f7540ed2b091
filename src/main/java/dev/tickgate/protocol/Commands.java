package dev.tickgate.protocol;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.Objects;
import java.util.Optional;

/** Commands as both wires read them, once the message is taken apart. */
final class Commands {
  private Commands() {}

  static Command subscribe(Object topic, Object since, Object maxRate) {
    Optional<ErrorCode> wrong = wrong(topic);
    if (wrong.isPresent()) {
      return new Command.Refused(wrong.get());
    }
    Optional<Position> position =
        since instanceof String text ? Position.parse(text) : Optional.empty();
    if (since != null && position.isEmpty()) {
      return new Command.Refused(ErrorCode.INVALID_POSITION);
    }
    return pace(maxRate)
        .<Command>map(pace -> new Command.Subscribe(new Topic((String) topic), position, pace))
        .orElseGet(() -> new Command.Refused(ErrorCode.INVALID_RATE));
  }

  private static Optional<Pace> pace(Object maxRate) {
    return maxRate == null || maxRate instanceof Number || maxRate instanceof String
        ? Pace.parse(Objects.toString(maxRate, null))
        : Optional.empty();
  }

  static Command unsubscribe(Object topic) {
    return wrong(topic)
        .<Command>map(Command.Refused::new)
        .orElseGet(() -> new Command.Unsubscribe(new Topic((String) topic)));
  }

  /**
   * @param payload as the client wrote it; empty where there is none
   */
  static Command publish(Object topic, Object key, Optional<String> payload, Object id) {
    Object answered = id instanceof String || id instanceof Number ? id : null;
    Optional<ErrorCode> wrong = wrong(topic);
    if (wrong.isPresent()) {
      return new Command.Refused(wrong.get(), answered);
    }
    // A key that is no text is none that can be used.
    Optional<String> text =
        Optional.ofNullable(key).map(given -> given instanceof String name ? name : "");
    return new Command.Publish(new Topic((String) topic), text, payload.orElse(""), answered);
  }

  static Command authenticate(Object token) {
    // One that is no text is nobody's.
    return new Command.Authenticate(new Token(token instanceof String text ? text : ""));
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
