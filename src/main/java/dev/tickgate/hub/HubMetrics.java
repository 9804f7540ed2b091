package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;

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

  default void resumed(boolean recovered) {}

  /** A session asked for more topics than one may hear. */
  default void overSubscribed() {}

  /** A session was closed because something done to it failed in this program. */
  default void failed() {}
}
