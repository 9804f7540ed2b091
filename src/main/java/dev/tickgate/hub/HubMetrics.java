package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;

/** Events of a hub, for operators. Called from its event loop. */
public interface HubMetrics {
  HubMetrics NONE =
      new HubMetrics() {
        @Override
        public void opened() {}

        @Override
        public void closed() {}

        @Override
        public void ended(CloseCode code) {}

        @Override
        public void delivered(int sessions) {}

        @Override
        public void skipped(long publications) {}

        @Override
        public void resumed(boolean recovered) {}

        @Override
        public void overSubscribed() {}

        @Override
        public void failed() {}
      };

  void opened();

  void closed();

  /** The server ended a session, or a connection; whether the client hears the code or not. */
  void ended(CloseCode code);

  /** A publication was handed to that many sessions. */
  void delivered(int sessions);

  /** A slow session got the newest instead of so many older ones. */
  void skipped(long publications);

  void resumed(boolean recovered);

  /** A session asked for more topics than one may hear. */
  void overSubscribed();

  /** A session was closed because something done to it failed in this program. */
  void failed();
}
