package dev.tickgate.room;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.CommandHandler;
import dev.tickgate.endpoint.CommandRefusal;
import dev.tickgate.endpoint.TopicGate;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.RawJson;
import dev.tickgate.protocol.Reply;
import dev.tickgate.publish.PublishRefusal;
import dev.tickgate.publish.Publisher;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Executes the commands of rooms, and decides which principals may read the topics of rooms. It
 * takes the identity of a client from its token, never from ids in commands. Confined to one event
 * loop.
 */
final class RoomCommands implements CommandHandler, TopicGate {
  private static final String UNKNOWN_RIGHTS =
      "The server cannot check now whether the user may join; send the command again later.";
  private static final String AS_OBSERVER = "An observer hears the room and sends nothing.";

  private static final long AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final Hub hub;
  private final MessageSchemas schemas;
  private final RoomRights rights;
  private final Attendance attendance;
  private final GatheredQuestions<Room, JsonObject> presence;
  private final Inbox inbox;
  private final Publisher publisher;
  private final RoomMetrics metrics;

  RoomCommands(
      Vertx vertx,
      Hub hub,
      MessageSchemas schemas,
      RoomRights rights,
      Attendance attendance,
      GatheredQuestions<Room, JsonObject> presence,
      Inbox inbox,
      Publisher publisher,
      RoomMetrics metrics) {
    this.vertx = vertx;
    this.hub = hub;
    this.schemas = schemas;
    this.rights = rights;
    this.attendance = attendance;
    this.presence = presence;
    this.inbox = inbox;
    this.publisher = publisher;
    this.metrics = metrics;
  }

  @Override
  public Set<String> types() {
    return schemas.types();
  }

  @Override
  public Future<Void> perform(Session session, Command.Custom command) {
    return execute(session, command)
        .onSuccess(done -> metrics.answered(command.type(), Optional.empty()))
        .onFailure(why -> metrics.answered(command.type(), Optional.of(code(why))));
  }

  private static ErrorCode code(Throwable failure) {
    if (failure instanceof CommandRefusal refusal) {
      return refusal.code();
    }
    return failure instanceof PublishRefusal refusal ? refusal.code() : ErrorCode.INTERNAL_ERROR;
  }

  private Future<Void> execute(Session session, Command.Custom command) {
    JsonObject fields = command.fields();
    Optional<String> problem = schemas.problem(command.type(), fields);
    if (problem.isPresent()) {
      String sentence = ErrorCode.INVALID_COMMAND.sentence() + " " + problem.get();
      return Future.failedFuture(new CommandRefusal(ErrorCode.INVALID_COMMAND, sentence));
    }
    return switch (command.type()) {
      // A ping in a message to the event bus bridge.
      case "ping" -> Future.succeededFuture();
      case "open_inbox" -> inbox.open(session, fields);
      case "acknowledge" -> inbox.acknowledge(session, fields);
      case "join_game" ->
          join(session, room(fields), Optional.ofNullable(fields.getString("since")));
      case "leave_game" -> leave(session, room(fields));
      default -> publish(session, room(fields), command);
    };
  }

  private static Room room(JsonObject fields) {
    return new Room(fields.getString("game_session_id"));
  }

  private Future<Void> join(Session session, Room room, Optional<String> since) {
    Principal principal = session.principal();
    if (!principal.isKnown()) {
      return refused(ErrorCode.UNAUTHORIZED);
    }
    return rights
        .of(principal, room)
        .recover(
            failure ->
                Future.failedFuture(new CommandRefusal(ErrorCode.AUTH_UNAVAILABLE, UNKNOWN_RIGHTS)))
        .compose(
            standing -> {
              if (!standing.mayJoin()) {
                return refused(standing.banned() ? ErrorCode.BANNED : ErrorCode.ACCESS_DENIED);
              }
              return session.hasEnded()
                  ? Future.succeededFuture()
                  : join(session, room, standing, since.flatMap(Position::parse));
            });
  }

  private Future<Void> join(
      Session session, Room room, Standing standing, Optional<Position> since) {
    Member member = new Member(room, session.principal().subject());
    attendance.take(session, new Seat(member, standing, true));
    if (!hub.hears(session, room.topic())) {
      hub.subscribe(session, new Command.Subscribe(room.topic(), since, Pace.UNLIMITED), true);
    }
    if (!hub.hears(session, room.topic())) {
      // The session has reached its limit of subscriptions, and the hub has sent it the error.
      attendance.leave(session, room);
      return refused(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
    }
    tell(session, room, RoomMessages.joinedGame(member, standing.role().orElseThrow(), hub.now()));
    tellPresence(session, member)
        // The session receives joins and leaves without this list.
        .onFailure(
            unknown ->
                session.reply(new Reply.Trouble(room.topic(), ErrorCode.FEED_STALE, hub.now())))
        .onComplete(told -> hub.flush());
    return Future.succeededFuture();
  }

  /**
   * Sends a session the members of its room. Fails where no leader answers; then it tries again
   * each second while the session is in the room.
   */
  private Future<Void> tellPresence(Session session, Member member) {
    return presence
        .ask(member.room())
        .map(who -> RoomMessages.withMember(who, member.user()))
        .onSuccess(who -> tell(session, member.room(), who))
        .onFailure(unknown -> vertx.setTimer(AGAIN_MS, now -> tellLater(session, member)))
        .mapEmpty();
  }

  private void tellLater(Session session, Member member) {
    boolean isInside =
        attendance.seat(session, member.room()).filter(seat -> seat.joined()).isPresent();
    if (isInside && !session.hasEnded()) {
      tellPresence(session, member).onSuccess(told -> hub.flush());
    }
  }

  private void tell(Session session, Room room, JsonObject message) {
    if (!session.hasEnded()) {
      session.reply(new Reply.Message(room.topic(), message));
    }
  }

  private Future<Void> leave(Session session, Room room) {
    if (attendance.seat(session, room).filter(Seat::joined).isEmpty()) {
      return refused(ErrorCode.NOT_JOINED);
    }
    attendance.leave(session, room);
    if (hub.hears(session, room.topic())) {
      hub.unsubscribe(session, new Command.Unsubscribe(room.topic(), null));
    }
    hub.rights().withdraw(session, room.topic());
    tell(session, room, RoomMessages.leftGame(room, hub.now()));
    return Future.succeededFuture();
  }

  private Future<Void> publish(Session session, Room room, Command.Custom command) {
    Optional<Seat> seat = attendance.seat(session, room).filter(Seat::joined);
    if (seat.isEmpty()) {
      return refused(ErrorCode.NOT_JOINED);
    }
    // The last check of Attendance set the standing; checks run once a second.
    if (!seat.get().standing().role().filter(Role::maySend).isPresent()) {
      return Future.failedFuture(new CommandRefusal(ErrorCode.ACCESS_DENIED, AS_OBSERVER));
    }
    JsonObject fields = command.fields();
    String user = seat.get().member().user();
    boolean chats = command.type().equals("chat_message");
    JsonObject event =
        chats
            ? RoomMessages.chatMessage(user, fields.getString("message"), hub.now())
            : RoomMessages.actionReceived(user, fields.getString("action"), hub.now());
    boolean low = "low".equals(fields.getString("priority"));
    if (low) {
      RoomMessages.low(event, user, Optional.ofNullable(fields.getString("merge")));
    }
    Optional<String> data = chats ? Optional.empty() : RawJson.field(command.text(), "data");
    Future<Void> published =
        publisher
            .publishFor(
                session.principal(),
                room.topic(),
                Optional.ofNullable(fields.getString("key")),
                List.of(RoomMessages.text(event, data)))
            .mapEmpty();
    // An event of low priority waits at the leader for others. The session's next command must not
    // wait for it.
    return low && !published.isComplete() ? Future.succeededFuture() : published;
  }

  private static <T> Future<T> refused(ErrorCode code) {
    return Future.failedFuture(new CommandRefusal(code));
  }

  @Override
  public boolean guards(Topic topic) {
    return Room.of(topic).isPresent();
  }

  @Override
  public Future<Optional<Admission>> admission(Principal principal, Topic topic) {
    Room room = Room.of(topic).orElseThrow();
    return rights
        .of(principal, room)
        .map(
            standing ->
                standing.mayJoin()
                    ? Optional.of(session -> admit(session, room, standing))
                    : Optional.empty());
  }

  private void admit(Session session, Room room, Standing standing) {
    if (attendance.seat(session, room).isEmpty()) {
      Member member = new Member(room, session.principal().subject());
      attendance.take(session, new Seat(member, standing, false));
    }
  }
}
