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

  /** Called before the first event of a feed, so that its counters begin with 0. */
  void serves(String feed);

  /** Publications were received from the bus. */
  void received(String feed, int publications);

  /** A publication was received again, for instance after a takeover. */
  void duplicate(String feed);

  /** A gap in the sequence was filled from the leader. */
  void gap(String feed);

  /** Continuity was lost, and clients were notified. */
  void restarted(String feed);

  void stale(String feed, boolean stale);
}
