package dev.tickgate.protocol;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A message of the server to a client that is not a publication. */
public sealed interface Reply {
  record Heartbeat(Instant at) implements Reply {}

  /**
   * @param id the id of the command; null where it had none
   */
  record Pong(Instant at, Object id) implements Reply {}

  /**
   * The refusal of a command; the session stays open.
   *
   * @param sentence an explanation for the author of the client
   * @param topic the topic of the command, as the client named it; null where it named none
   * @param id correlates the answer with the command; null where the client gave none
   */
  record Failure(ErrorCode code, String sentence, String topic, Object id, Instant at)
      implements Reply {
    public Failure(ErrorCode code, Instant at) {
      this(code, null, null, at);
    }

    public Failure(ErrorCode code, String topic, Object id, Instant at) {
      this(code, code.sentence(), topic, id, at);
    }
  }

  /** A disturbance of a topic's stream, for its subscribers. */
  record Trouble(Topic topic, ErrorCode code, Instant at) implements Reply {}

  /**
   * The end of a disturbance of a topic's stream, for its subscribers.
   *
   * @param code the code with which the disturbance was reported
   */
  record Resumed(Topic topic, ErrorCode code, Instant at) implements Reply {}

  /**
   * @param head the topic's newest position; empty where nothing was published yet
   * @param followed whether publications up to the head follow this reply
   * @param resumption the result of a resumption; empty where the client gave no position
   */
  record Subscribed(
      Topic topic, Optional<Position> head, boolean followed, Optional<Resumption> resumption)
      implements Reply {}

  /**
   * The acknowledgement of a publication of this client, which is committed.
   *
   * @param id correlates the answer with the command; null where the client gave none
   */
  record Published(Topic topic, Position position, Object id) implements Reply {}

  record Unsubscribed(Topic topic) implements Reply {}

  /**
   * The acknowledgement of an executed command of a feature.
   *
   * @param given the id in the fields of the command; null where there is none
   * @param id correlates the answer with the command, on the bridge the address for replies; null
   *     where the client gave none
   */
  record Done(Object given, Object id) implements Reply {}

  /**
   * A message of a feature for one client.
   *
   * @param topic the topic to which the message belongs
   */
  record Message(Topic topic, JsonObject body) implements Reply {}

  /**
   * @param expires the time at which the session ends unless the client sends a newer token
   */
  record Authenticated(String subject, Optional<Instant> expires) implements Reply {}

  /** A warning: the session ends in that many seconds unless the client sends a newer token. */
  record AuthExpiring(long seconds) implements Reply {}

  /**
   * @param recovered whether everything after the client's position follows; otherwise the newest
   *     publication follows, and the number of missed publications is not known
   * @param replayed the number of publications before the live ones, where recovered
   */
  record Resumption(boolean recovered, long replayed) {}
}
