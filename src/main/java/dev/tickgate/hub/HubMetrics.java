package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.stream.Publication;
import java.time.Instant;

/** Events of a hub, for operators. Called from its event loop. */
public interface HubMetrics {
  HubMetrics NONE = new HubMetrics() {};

  default void opened() {}

  default void closed() {}

  /** The server closed a session or a connection, whether or not the client receives the code. */
  default void ended(CloseCode code) {}

  /** That many deliveries took place: one for each publication and session. */
  default void delivered(int sessions) {}

  /** A slow session got the newest publication in place of that many older ones. */
  default void skipped(long publications) {}

  /** The bytes in the outboxes, without quotes, changed by that number. */
  default void waiting(long bytes) {}

  /** An event of a ranked topic reached a loop with subscribers of the topic. */
  default void reached(Publication event, Instant now) {}

  default void resumed(boolean recovered) {}

  /** A session exceeded the number of subscriptions of one session. */
  default void overSubscribed() {}

  /** A session was closed because an operation for it failed in this program. */
  default void failed() {}

  /** The users whose sessions are traced. */
  default SessionTraces traces() {
    return SessionTraces.NONE;
  }
}
