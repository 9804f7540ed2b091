package dev.tickgate.room;

import dev.tickgate.market.Utc;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Creates the events that the server publishes in rooms, and its messages to one member. */
final class RoomMessages {
  /** The number of members that a message lists, at most; of more members it has only the count. */
  static final int MOST_MEMBERS = 100;

  private RoomMessages() {}

  static JsonObject playerJoined(String user, Instant at) {
    return of("player_joined", at).put("user_id", user);
  }

  static JsonObject playerLeft(String user, Instant at) {
    return of("player_left", at).put("user_id", user);
  }

  static JsonObject actionReceived(String user, String action, Instant at) {
    return of("action_received", at).put("user_id", user).put("action", action);
  }

  /**
   * The text of an event.
   *
   * @param data JSON as the client wrote it, so that no digit of a number is lost
   */
  static String text(JsonObject event, Optional<String> data) {
    String text = event.encode();
    return data.map(given -> text.substring(0, text.length() - 1) + ",\"data\":" + given + "}")
        .orElse(text);
  }

  /**
   * Marks an event as one of low priority.
   *
   * @param merge the key that the event shares with earlier events of the user that it replaces
   */
  static JsonObject low(JsonObject event, String user, Optional<String> merge) {
    event.put("priority", "low");
    merge.ifPresent(key -> event.put("merge", user + ":" + key));
    return event;
  }

  static JsonObject chatMessage(String user, String message, Instant at) {
    return of("chat_message", at).put("user_id", user).put("message", message);
  }

  static JsonObject joinedGame(Member member, Role role, Instant at) {
    return of("joined_game", at)
        .put("game_session_id", member.room().session())
        .put("user_id", member.user())
        .put("role", role.text());
  }

  static JsonObject leftGame(Room room, Instant at) {
    return of("left_game", at).put("game_session_id", room.session());
  }

  /**
   * @param reason {@code KICKED}, {@code BANNED} or {@code ACCESS_DENIED}
   */
  static JsonObject removed(Room room, String reason, Instant at) {
    return of("removed", at).put("game_session_id", room.session()).put("reason", reason);
  }

  /**
   * The message with the members of a room.
   *
   * @param members in the order of the message
   */
  static JsonObject presence(Room room, Set<String> members) {
    JsonObject presence = new JsonObject().put("type", "presence").put("room", room.name());
    if (members.size() <= MOST_MEMBERS) {
      presence.put("members", new JsonArray(List.copyOf(members)));
    }
    return presence.put("count", members.size());
  }

  /**
   * Adds a member that may not have been reported to the leader yet. A message that has only the
   * number of members is returned unchanged.
   */
  static JsonObject withMember(JsonObject presence, String user) {
    JsonArray members = presence.getJsonArray("members");
    if (members == null || members.contains(user)) {
      return presence;
    }
    Set<String> all = new TreeSet<>(Set.of(user));
    members.forEach(member -> all.add((String) member));
    return presence(Room.named(presence.getString("room")).orElseThrow(), all);
  }

  private static JsonObject of(String type, Instant at) {
    return new JsonObject().put("type", type).put("timestamp", Utc.format(at));
  }
}
