package dev.tickgate.replica;

import dev.tickgate.stream.Topic;

/** Events of a topic replica, for operators. */
public interface ReplicaMetrics {
  ReplicaMetrics NONE =
      new ReplicaMetrics() {
        @Override
        public void received(Topic topic) {}

        @Override
        public void duplicate(Topic topic) {}

        @Override
        public void gap(Topic topic) {}

        @Override
        public void restarted(Topic topic) {}

        @Override
        public void stale(Topic topic, boolean stale) {}
      };

  void received(Topic topic);

  /** A publication that this node had already: after a takeover, for instance. */
  void duplicate(Topic topic);

  /** A hole in the offsets, about to be filled from the leader. */
  void gap(Topic topic);

  /** Continuity was lost: clients heard so. */
  void restarted(Topic topic);

  void stale(Topic topic, boolean stale);
}
