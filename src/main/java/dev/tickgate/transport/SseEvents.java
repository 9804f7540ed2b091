package dev.tickgate.transport;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text of server-sent events; a message is JSON and has no line breaks. */
final class SseEvents {
  private SseEvents() {}

  /**
   * @param id empty where the event must not change the id that the client sends when it reconnects
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
   * Returns the event of a reply. For a client that gave no position, the acknowledgement is a
   * block without data: the client keeps the id, and its application gets no event.
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
   * Returns the position that the client has after this reply. Empty where publications follow,
   * each with an id of its own: a client that is disconnected before them must reconnect with its
   * former position.
   */
  static Optional<Position> told(Reply reply) {
    if (!(reply instanceof Reply.Subscribed subscribed)) {
      return Optional.empty();
    }
    return subscribed.head().filter(head -> !subscribed.followed());
  }
}
