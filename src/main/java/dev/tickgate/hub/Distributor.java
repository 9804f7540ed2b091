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
  /** Called for the successor of the topic's newest publication, once for all sessions. */
  void published(Publication publication);

  /**
   * Called when a session begins to receive the publications of a topic.
   *
   * @param head the newest position of the topic; empty where this node does not know it yet; then
   *     {@link #restarted} follows
   */
  void joined(Session session, Topic topic, Optional<Position> head);

  /** Called when a session leaves a topic, also without a call of {@link #joined} before. */
  void left(Session session, Topic topic);

  /**
   * Encodes publications that a session has missed.
   *
   * @return a frame without messages where the client has them already
   */
  Frame replay(Session session, List<Publication> missed);

  /** Called when a topic starts, or starts again, after that position. */
  void restarted(Topic topic, Position head);
}
