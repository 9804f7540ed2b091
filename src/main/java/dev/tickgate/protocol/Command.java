package dev.tickgate.protocol;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A command of a client. */
public sealed interface Command {
  /**
   * @param since the last position of the client; empty where it does not resume
   * @param pace the maximum rate of publications to the client
   * @param delta whether the client wants publications as differences to the previous one
   * @param id correlates an error with the command; null where the client gave none
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
   * @param id correlates the answer with the command, on the bridge the address for replies; null
   *     where the client gave none
   */
  record Publish(Topic topic, Optional<String> key, String payload, Object id) implements Command {}

  /**
   * A command of a feature, which defines its fields.
   *
   * @param fields the fields of the message
   * @param text the message as the client wrote it
   * @param id as in {@link Publish}
   * @param unknown the refusal where no feature has commands of the type
   */
  record Custom(String type, JsonObject fields, String text, Object id, Refused unknown)
      implements Command {}

  /**
   * @param id as in {@link Publish}
   */
  record Ping(Object id) implements Command {}

  /** Sets or renews the principal of the session; the server answers it. */
  record Authenticate(Token token) implements Command {}

  /** A command with a token, which sets the principal of the session. */
  record With(Token token, Command command) implements Command {}

  /**
   * A message that is not a valid command.
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
