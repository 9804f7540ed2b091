package dev.tickgate.exchange;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The protocol on one connection to an exchange. Confined to the connection's event loop. */
interface Conversation {
  /** The commands that subscribe to more subjects, in the order in which they are sent. */
  List<Command> subscribe(Set<Subject> more);

  /** The commands that unsubscribe from subjects, in the order in which they are sent. */
  List<Command> unsubscribe(Set<Subject> fewer);

  /**
   * Reads a frame of the exchange; never throws, whatever the frame contains.
   *
   * @param to receives the contents before this method returns
   */
  void received(String frame, Receiver to);

  /** The text of the protocol's own ping; empty where the protocol uses WebSocket pings. */
  default Optional<String> ping() {
    return Optional.empty();
  }
}
