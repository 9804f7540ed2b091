package dev.tickgate.replica;

/** Events of the replicas of a feed, for operators. */
public interface ReplicaMetrics {
  ReplicaMetrics NONE =
      new ReplicaMetrics() {
        @Override
        public void serves(String feed) {}

        @Override
        public void received(String feed, int publications) {}

        @Override
        public void duplicate(String feed) {}

        @Override
        public void gap(String feed) {}

        @Override
        public void restarted(String feed) {}

        @Override
        public void stale(String feed, boolean stale) {}
      };

  /** Before the first event of a feed: its counters begin with 0. */
  void serves(String feed);

  /** Publications came from the bus. */
  void received(String feed, int publications);

  /** A publication that this node had already: after a takeover, for instance. */
  void duplicate(String feed);

  /** A hole in the sequence was filled from the leader. */
  void gap(String feed);

  /** Continuity was lost: clients heard so. */
  void restarted(String feed);

  void stale(String feed, boolean stale);
}
