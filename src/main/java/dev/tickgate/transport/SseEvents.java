package dev.tickgate.transport;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text of server-sent events; a message is JSON and has no line breaks. */
final class SseEvents {
  private SseEvents() {}

  /**
   * @param id empty: the event changes nothing of what the client sends when it comes back
   */
  static byte[] event(String id, byte[] message) {
    byte[] start = (line(id) + "data: ").getBytes(StandardCharsets.UTF_8);
    byte[] event = new byte[start.length + message.length + 2];
    System.arraycopy(start, 0, event, 0, start.length);
    System.arraycopy(message, 0, event, start.length, message.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }

  private static String line(String id) {
    return id.isEmpty() ? "" : "id: " + id + "\n";
  }

  /**
   * The event of a reply. A client that gave no position is not told that it is subscribed, but
   * remembers the id: a block without data is no event to it.
   */
  static Optional<byte[]> event(Reply reply, String id, Optional<byte[]> message) {
    if (reply instanceof Reply.Subscribed subscribed && subscribed.resumption().isEmpty()) {
      return id.isEmpty()
          ? Optional.empty()
          : Optional.of((line(id) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return message.map(text -> event(id, text));
  }

  /**
   * The position that the client has with this reply. Empty where publications follow, each with an
   * id of its own: cut off before them the client must come back with the position it had.
   */
  static Optional<Position> told(Reply reply) {
    if (!(reply instanceof Reply.Subscribed subscribed)) {
      return Optional.empty();
    }
    return subscribed.head().filter(head -> !subscribed.followed());
  }
}
