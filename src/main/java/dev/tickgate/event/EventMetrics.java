package dev.tickgate.event;

/** Connections and deliveries of a node; called on the event loop of the connection. */
public interface EventMetrics {
  EventMetrics NONE =
      new EventMetrics() {
        @Override
        public void opened(EventConnection connection, boolean resumed) {}

        @Override
        public void closed(EventConnection connection) {}

        @Override
        public void delivered(
            EventConnection connection, String type, int events, long latencyMillis) {}

        @Override
        public void replayed(EventConnection connection, String type, int events) {}
      };

  /**
   * A client has connected.
   *
   * @param resumed whether the client named a position
   */
  void opened(EventConnection connection, boolean resumed);

  /** The connection of a client has ended; called once. */
  void closed(EventConnection connection);

  /**
   * Events were written to the socket of a client, one by one or in a batch.
   *
   * @param type empty for events without a valid type
   * @param latencyMillis from the acceptance of each publication to the write, summed over the
   *     events
   */
  void delivered(EventConnection connection, String type, int events, long latencyMillis);

  /**
   * Events that the client has missed were written to its socket. They have no latency, because it
   * would include the client's absence.
   */
  void replayed(EventConnection connection, String type, int events);
}
