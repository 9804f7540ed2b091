package dev.tickgate.protocol;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A message of the server to a client that is no publication. */
public sealed interface Reply {
  record Heartbeat(Instant at) implements Reply {}

  /**
   * @param id of the command; null where it had none
   */
  record Pong(Instant at, Object id) implements Reply {}

  /**
   * A command refused; the session stays.
   *
   * @param sentence for the author of the client
   * @param topic of the command, as the client named it; null where it named none
   * @param id what the client finds the answer by; null where it gave none
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

  /** News of a topic's stream, for whoever subscribed to it. */
  record Trouble(Topic topic, ErrorCode code, Instant at) implements Reply {}

  /**
   * The disturbance of a topic's stream is over, for whoever subscribed to it.
   *
   * @param code with which it was told
   */
  record Resumed(Topic topic, ErrorCode code, Instant at) implements Reply {}

  /**
   * @param head the topic's newest position; empty where nothing was published yet
   * @param followed whether publications up to the head follow this reply
   * @param resumption where the client gave a position: what came of it
   */
  record Subscribed(
      Topic topic, Optional<Position> head, boolean followed, Optional<Resumption> resumption)
      implements Reply {}

  /**
   * A publication of this client is committed.
   *
   * @param id what the client finds the answer by; null where it gave none
   */
  record Published(Topic topic, Position position, Object id) implements Reply {}

  record Unsubscribed(Topic topic) implements Reply {}

  /**
   * A command of a feature was executed.
   *
   * @param given the id in the fields of the command; null where there is none
   * @param id what the client finds the answer by: on the bridge the address for replies; null
   *     where it wants none
   */
  record Done(Object given, Object id) implements Reply {}

  /**
   * A message of a feature for one client.
   *
   * @param topic whose subscribers it concerns
   */
  record Message(Topic topic, JsonObject body) implements Reply {}

  /**
   * @param expires when the session ends, unless a newer token comes
   */
  record Authenticated(String subject, Optional<Instant> expires) implements Reply {}

  /** The session ends in so many seconds, unless a newer token comes. */
  record AuthExpiring(long seconds) implements Reply {}

  /**
   * @param recovered whether everything after the client's position follows; otherwise the newest
   *     publication follows, and what was missed is not known
   * @param replayed how many publications follow before the live ones, where recovered
   */
  record Resumption(boolean recovered, long replayed) {}
}
