package dev.tickgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;

/** Creates commands from the fields of messages, for all wires. */
final class Commands {
  /** A value that no field may have. */
  static final Object INVALID = new Object();

  private Commands() {}

  /** The value of a field; null where it is absent, and {@link #INVALID} where it is null. */
  static Object given(JsonObject json, String name) {
    return json.containsKey(name) ? Objects.requireNonNullElse(json.getValue(name), INVALID) : null;
  }

  /**
   * The id of a command, which the answer repeats; null where the client gave none, or no valid
   * one.
   */
  static Object id(Object given) {
    return given instanceof Number || given instanceof String text && isUtf8(text) ? given : null;
  }

  // JSON can contain half of a surrogate pair, which cannot be written as UTF-8.
  private static boolean isUtf8(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }

  static Command.Refused refused(ErrorCode code, Object topic, Object id) {
    boolean isNamed =
        topic instanceof String name && name.length() <= Topic.MAX_LENGTH && isUtf8(name);
    String named = isNamed ? (String) topic : null;
    return new Command.Refused(code, named, id);
  }

  static Command subscribe(Object topic, Object since, Object maxRate, Object delta, Object id) {
    Optional<ErrorCode> wrong = wrong(topic);
    if (wrong.isPresent()) {
      return refused(wrong.get(), topic, id);
    }
    Optional<Position> position =
        since instanceof String text ? Position.parse(text) : Optional.empty();
    if (since != null && position.isEmpty()) {
      return refused(ErrorCode.INVALID_POSITION, topic, id);
    }
    Optional<Pace> pace = pace(maxRate);
    Optional<Boolean> wanted = flag(delta);
    if (pace.isEmpty() || wanted.isEmpty()) {
      ErrorCode code = pace.isEmpty() ? ErrorCode.INVALID_RATE : ErrorCode.INVALID_DELTA;
      return refused(code, topic, id);
    }
    return new Command.Subscribe(new Topic((String) topic), position, pace.get(), wanted.get(), id);
  }

  /** Reads a number; as a header of the bridge it is a text. */
  private static Optional<Pace> pace(Object maxRate) {
    return maxRate == null || maxRate instanceof Number || maxRate instanceof String
        ? Pace.parse(Objects.toString(maxRate, null))
        : Optional.empty();
  }

  /** Reads a boolean; as a header of the bridge it is a text. */
  private static Optional<Boolean> flag(Object value) {
    if (value == null) {
      return Optional.of(false);
    }
    boolean isFlag = value instanceof Boolean || value.equals("true") || value.equals("false");
    return isFlag ? Optional.of(value.toString().equals("true")) : Optional.empty();
  }

  static Command unsubscribe(Object topic, Object id) {
    return wrong(topic)
        .<Command>map(code -> refused(code, topic, id))
        .orElseGet(() -> new Command.Unsubscribe(new Topic((String) topic), id));
  }

  /**
   * @param payload the payload as the client wrote it; empty where there is none
   */
  static Command publish(Object topic, Object key, Optional<String> payload, Object id) {
    Optional<ErrorCode> wrong = wrong(topic);
    if (wrong.isPresent()) {
      return refused(wrong.get(), topic, id);
    }
    // A key that is not a text becomes an empty one, which is invalid.
    Optional<String> text =
        Optional.ofNullable(key).map(given -> given instanceof String name ? name : "");
    return new Command.Publish(new Topic((String) topic), text, payload.orElse(""), id);
  }

  /**
   * Creates a command for a feature; its type may be unknown.
   *
   * @param text the fields as the client wrote them
   */
  static Command custom(String type, JsonObject fields, String text, Object topic, Object id) {
    return new Command.Custom(type, fields, text, id, refused(ErrorCode.INVALID_TYPE, topic, id));
  }

  static Command authenticate(Object token) {
    // A token that is not a text is invalid.
    return new Command.Authenticate(new Token(token instanceof String text ? text : ""));
  }

  private static Optional<ErrorCode> wrong(Object topic) {
    if (!(topic instanceof String name) || name.isEmpty()) {
      return Optional.of(ErrorCode.MISSING_TOPIC);
    }
    if (name.length() > Topic.MAX_LENGTH) {
      return Optional.of(ErrorCode.TOPIC_TOO_LONG);
    }
    return Topic.parse(name).isPresent() ? Optional.empty() : Optional.of(ErrorCode.INVALID_TOPIC);
  }
}
