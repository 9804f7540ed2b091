package dev.tickgate.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.stream.Topic;
import java.util.Base64;
import java.util.Optional;

/**
 * A user and a room.
 *
 * @param user the subject of the user's token, at most {@value #MOST_BYTES} bytes of UTF-8
 */
record Member(Room room, String user) {
  static final int MOST_BYTES = 80;

  private static final String PREFIX = "presence.";

  static boolean isUser(String subject) {
    return !subject.isEmpty() && subject.getBytes(UTF_8).length <= MOST_BYTES;
  }

  /**
   * The topic that a gateway reports as wanted while the user is in the room on that gateway. No
   * client can subscribe to it.
   */
  Topic topic() {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(user.getBytes(UTF_8));
    return new Topic(PREFIX + room.session() + "." + encoded);
  }

  /** The member of a presence topic; empty for any other topic. */
  static Optional<Member> of(Topic topic) {
    String name = topic.name();
    int dot = name.lastIndexOf('.');
    if (!name.startsWith(PREFIX) || dot < PREFIX.length()) {
      return Optional.empty();
    }
    try {
      byte[] user = Base64.getUrlDecoder().decode(name.substring(dot + 1));
      return Room.ofSession(name.substring(PREFIX.length(), dot))
          .map(room -> new Member(room, new String(user, UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
