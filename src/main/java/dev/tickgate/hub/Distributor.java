package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Frame;
import java.util.List;
import java.util.Optional;

/**
 * Sends publications to its sessions in frames of its own, by {@link Hub#send}, in place of a frame
 * for each publication. Confined to the hub's event loop.
 */
public interface Distributor {
  /** The successor of the topic's newest publication, told once for all sessions. */
  void published(Publication publication);

  /**
   * The session hears what is published from now on.
   *
   * @param head the newest position of the topic; empty where this node does not know it yet, and
   *     tells it by {@link #restarted}
   */
  void joined(Session session, Topic topic, Optional<Position> head);

  /** The session hears the topic no more, or never has. */
  void left(Session session, Topic topic);

  /**
   * Encodes publications that a session has missed.
   *
   * @return without messages where the client has them
   */
  Frame replay(Session session, List<Publication> missed);

  /** The topic starts anew behind that position, or starts. */
  void restarted(Topic topic, Position head);
}
