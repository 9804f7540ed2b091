package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.stream.Publication;
import java.time.Instant;

/** Events of a hub, for operators. Called from its event loop. */
public interface HubMetrics {
  HubMetrics NONE = new HubMetrics() {};

  default void opened() {}

  default void closed() {}

  /** The server ended a session, or a connection; whether the client hears the code or not. */
  default void ended(CloseCode code) {}

  /** A publication was handed to that many sessions. */
  default void delivered(int sessions) {}

  /** A slow session got the newest instead of so many older ones. */
  default void skipped(long publications) {}

  /** So many bytes more, or less, wait for clients whose connections take no more. */
  default void waiting(long bytes) {}

  /** An event that says how urgent it is has reached a loop with clients that hear it. */
  default void reached(Publication event, Instant now) {}

  default void resumed(boolean recovered) {}

  /** A session asked for more topics than one may hear. */
  default void overSubscribed() {}

  /** A session was closed because something done to it failed in this program. */
  default void failed() {}

  /** The users whose sessions are traced. */
  default SessionTraces traces() {
    return SessionTraces.NONE;
  }
}
