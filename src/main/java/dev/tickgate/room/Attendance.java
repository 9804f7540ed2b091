package dev.tickgate.room;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one event loop that are in rooms. Once a second it removes the sessions that have
 * ended. With one statement, whatever the number of sessions, it also finds those that may no
 * longer be in their room. Confined to the loop.
 */
final class Attendance {
  /** The interval of {@link #look}. */
  static final long LOOK_MS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

  private final Hub hub;
  private final RoomRights rights;
  private final Presence presence;
  private final Map<Session, Map<Room, Seat>> seats = new HashMap<>();
  private boolean looking;
  private boolean fails;

  Attendance(Hub hub, RoomRights rights, Presence presence) {
    this.hub = hub;
    this.rights = rights;
    this.presence = presence;
  }

  /** The seat of a session; empty where it has none in the room. */
  Optional<Seat> seat(Session session, Room room) {
    return Optional.ofNullable(seats.getOrDefault(session, Map.of()).get(room));
  }

  /** Gives a session a seat, which replaces its former seat in the room. */
  void take(Session session, Seat seat) {
    Seat before =
        seats.computeIfAbsent(session, first -> new HashMap<>()).put(seat.member().room(), seat);
    boolean was = before != null && before.joined();
    if (seat.joined() && !was) {
      presence.joined(seat.member());
    }
    hub.rights().grant(session, seat.member().room().topic());
  }

  /** Removes the seat of a session, if it has one in the room. */
  void leave(Session session, Room room) {
    Map<Room, Seat> own = seats.get(session);
    Seat seat = own == null ? null : own.remove(room);
    if (seat == null) {
      return;
    }
    if (own.isEmpty()) {
      seats.remove(session);
    }
    if (seat.joined()) {
      presence.left(seat.member());
    }
  }

  /**
   * Checks all seats. The future completes when the sessions that may no longer be in a room are
   * removed. It is already complete where a former check still runs, and does not fail.
   */
  Future<Void> look() {
    List<Session> ended = seats.keySet().stream().filter(Session::hasEnded).toList();
    ended.forEach(this::end);
    if (looking || seats.isEmpty()) {
      return Future.succeededFuture();
    }
    looking = true;
    Set<Member> members = new HashSet<>();
    seats.values().forEach(own -> own.values().forEach(seat -> members.add(seat.member())));
    return rights
        .stored(members)
        .onSuccess(this::compare)
        .onFailure(this::failed)
        .onComplete(done -> looking = false)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void end(Session session) {
    seats.remove(session).values().stream()
        .filter(Seat::joined)
        .forEach(seat -> presence.ended(seat.member()));
  }

  private void compare(Map<Member, Standing> stored) {
    if (fails) {
      LOG.info("rooms.access_checked_again");
    }
    fails = false;
    for (Session session : List.copyOf(seats.keySet())) {
      for (Seat seat : new ArrayList<>(seats.get(session).values())) {
        // The next check covers a seat that was taken during the query.
        Standing known = stored.get(seat.member());
        if (known != null && !session.hasEnded()) {
          compare(session, seat, rights.with(session.principal(), seat.member().room(), known));
        }
      }
    }
    hub.flush();
  }

  private void compare(Session session, Seat seat, Standing now) {
    if (now.banned()) {
      remove(session, seat, ErrorCode.BANNED);
    } else if (now.kicks() > seat.standing().kicks()) {
      remove(session, seat, ErrorCode.KICKED);
    } else if (now.role().isEmpty()
        || !session.principal().subject().equals(seat.member().user())) {
      remove(session, seat, ErrorCode.ACCESS_DENIED);
    } else if (!now.equals(seat.standing())) {
      seats.get(session).put(seat.member().room(), seat.standing(now));
    }
  }

  private void remove(Session session, Seat seat, ErrorCode why) {
    Room room = seat.member().room();
    leave(session, room);
    session.reply(
        new Reply.Message(room.topic(), RoomMessages.removed(room, why.name(), hub.now())));
    hub.rights().withdraw(session, room.topic());
  }

  // Members keep their seats: a failed query does not show that a member lost its rights.
  private void failed(Throwable failure) {
    if (!fails) {
      LOG.atWarn().addKeyValue("reason", failure).log("rooms.access_unchecked");
    }
    fails = true;
  }
}
