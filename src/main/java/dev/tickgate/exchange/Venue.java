package dev.tickgate.exchange;

import java.net.URI;

/** The protocol of one exchange, without I/O. Immutable. */
interface Venue {
  /** The name in topics, settings and metrics. */
  String name();

  /**
   * The URL of the WebSocket.
   *
   * @param base the URL in the settings
   */
  URI endpoint(URI base);

  Limits limits();

  /** The valid names of the exchange. */
  Names names();

  /** Whether the exchange can have the subject, by its name alone. */
  default boolean isPlausible(Subject subject) {
    return names().match(subject);
  }

  /** Whether the sequence numbers of the subject have no gaps. */
  default boolean isDense(Subject subject) {
    return false;
  }

  /** The state of a new connection. */
  Conversation open();
}
