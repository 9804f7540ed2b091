package dev.tickgate.protocol;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A command of a client. */
public sealed interface Command {
  /**
   * @param since where the client stopped; empty for "from now"
   * @param pace how often it wants to hear of the topic at most
   * @param delta whether it wants publications as differences to the one before
   * @param id what the client finds a refusal by; null where it wants none
   */
  record Subscribe(Topic topic, Optional<Position> since, Pace pace, boolean delta, Object id)
      implements Command {
    public Subscribe(Topic topic, Optional<Position> since, Pace pace) {
      this(topic, since, pace, false, null);
    }
  }

  /**
   * @param id as in {@link Subscribe}
   */
  record Unsubscribe(Topic topic, Object id) implements Command {}

  /**
   * @param payload a JSON text, as the client wrote it
   * @param id what the client finds the answer by: on the bridge the address for replies; null
   *     where it wants none
   */
  record Publish(Topic topic, Optional<String> key, String payload, Object id) implements Command {}

  /**
   * A command of a feature, which knows its fields.
   *
   * @param fields all of the message
   * @param text the same as the client wrote it
   * @param id as in {@link Publish}
   * @param unknown the refusal where no feature has commands of the type
   */
  record Custom(String type, JsonObject fields, String text, Object id, Refused unknown)
      implements Command {}

  /**
   * @param id as in {@link Publish}
   */
  record Ping(Object id) implements Command {}

  /** Says who the session speaks for, or goes on speaking for; it is answered. */
  record Authenticate(Token token) implements Command {}

  /** A command that says along with it who the session speaks for. */
  record With(Token token, Command command) implements Command {}

  /**
   * A message that is no command, or one that no client may give.
   *
   * @param topic as the client named it; null where it named none, or one that is too long
   * @param id as in {@link Subscribe} and {@link Publish}
   */
  record Refused(ErrorCode code, String topic, Object id) implements Command {
    public Refused(ErrorCode code) {
      this(code, null, null);
    }
  }
}
