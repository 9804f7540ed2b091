package dev.tickgate.room;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.CommandRefusal;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The events of a user, which wait while the user is absent: a session receives the events that its
 * user has not acknowledged. The events are publications of the user's topic; the database stores
 * the acknowledged position. Confined to one event loop.
 */
final class Inbox {
  private static final String PREFIX = "user.";
  private static final String NOT_REACHED = "The topic has not reached this position.";

  private final Hub hub;
  private final RoomTables tables;
  private final RoomSettings.Offline settings;

  Inbox(Hub hub, RoomTables tables, RoomSettings.Offline settings) {
    this.hub = hub;
    this.tables = tables;
    this.settings = settings;
  }

  /** Subscribes a session to the topic of its user. */
  Future<Void> open(Session session, JsonObject fields) {
    Principal principal = session.principal();
    Optional<Topic> topic = topic(principal);
    if (topic.isEmpty()) {
      return refused(principal);
    }
    return tables
        .position(principal.subject(), device(fields))
        .recover(failure -> Future.failedFuture(new CommandRefusal(ErrorCode.AUTH_UNAVAILABLE)))
        .compose(
            stored -> {
              if (session.hasEnded()) {
                return Future.succeededFuture();
              }
              // The topic belongs to the user of the session.
              hub.rights().grant(session, topic.get());
              Command.Subscribe subscribe =
                  new Command.Subscribe(
                      topic.get(), stored.or(() -> Optional.of(Position.OLDEST)), Pace.UNLIMITED);
              if (hub.hears(session, topic.get())) {
                return Future.failedFuture(new CommandRefusal(ErrorCode.ALREADY_SUBSCRIBED));
              }
              hub.subscribe(session, subscribe, true);
              return Future.succeededFuture();
            });
  }

  /** Stores that the user of a session has received the events up to a position. */
  Future<Void> acknowledge(Session session, JsonObject fields) {
    Principal principal = session.principal();
    Optional<Position> position = Position.parse(fields.getString("position"));
    if (position.isEmpty()) {
      return Future.failedFuture(new CommandRefusal(ErrorCode.INVALID_POSITION));
    }
    Optional<Topic> topic = topic(principal);
    if (topic.isEmpty()) {
      return refused(principal);
    }
    if (isBeyond(session, topic.get(), position.get())) {
      return Future.failedFuture(new CommandRefusal(ErrorCode.INVALID_POSITION, NOT_REACHED));
    }
    return tables
        .acknowledge(principal.subject(), device(fields), position.get())
        .recover(failure -> Future.failedFuture(new CommandRefusal(ErrorCode.AUTH_UNAVAILABLE)));
  }

  /**
   * Whether a subscribed session acknowledges a position that the topic has not reached. A stored
   * position of that kind would withhold from the user the events published up to it.
   */
  private boolean isBeyond(Session session, Topic topic, Position position) {
    return hub.hears(session, topic)
        && hub.position(topic)
            .filter(
                head ->
                    position.epoch() > head.epoch()
                        || position.epoch() == head.epoch() && position.offset() > head.offset())
            .isPresent();
  }

  private static <T> Future<T> refused(Principal principal) {
    return Future.failedFuture(
        new CommandRefusal(principal.isKnown() ? ErrorCode.INVALID_TOPIC : ErrorCode.UNAUTHORIZED));
  }

  /**
   * The topic of a user; empty where the principal has no subject, or the subject cannot be part of
   * a topic.
   */
  private static Optional<Topic> topic(Principal principal) {
    String user = principal.subject();
    return Member.isUser(user) ? Topic.parse(PREFIX + user) : Optional.empty();
  }

  private String device(JsonObject fields) {
    return settings.perDevice() ? fields.getString("device", "") : "";
  }
}
