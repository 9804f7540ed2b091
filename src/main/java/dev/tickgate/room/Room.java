package dev.tickgate.room;

import dev.tickgate.stream.Topic;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The room of a game session.
 *
 * @param session the id of the game session: 1 to 64 letters, digits, {@code _ : @ -}
 */
record Room(String session) {
  private static final String GAME = "game_";
  private static final String PREFIX = "room." + GAME;
  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_:@-]{1,64}");

  /** The room of a game session; empty where the id is invalid. */
  static Optional<Room> ofSession(String session) {
    return SESSION.matcher(session).matches() ? Optional.of(new Room(session)) : Optional.empty();
  }

  /** The room with a name such as {@code game_42}; empty where the name is invalid. */
  static Optional<Room> named(String name) {
    return name.startsWith(GAME) ? ofSession(name.substring(GAME.length())) : Optional.empty();
  }

  /** The room of a topic; empty where the topic does not belong to a room. */
  static Optional<Room> of(Topic topic) {
    return topic.name().startsWith(PREFIX)
        ? ofSession(topic.name().substring(PREFIX.length()))
        : Optional.empty();
  }

  String name() {
    return GAME + session;
  }

  Topic topic() {
    return new Topic(PREFIX + session);
  }
}
