package dev.tickgate.hub;

import dev.tickgate.stream.Topic;

/**
 * Learns which topics a hub wants to hear, beside those that its node keeps always. Called on the
 * hub's event loop.
 */
public interface TopicInterest {
  TopicInterest NONE =
      new TopicInterest() {
        @Override
        public void wanted(Topic topic, long generation) {}

        @Override
        public void unwanted(Topic topic) {}
      };

  /**
   * The topic has its first subscription; {@link Hub#fillWanted} is the answer.
   *
   * @param generation tells this time from those before: the topic may have lost its last
   *     subscription while an earlier answer was on its way
   */
  void wanted(Topic topic, long generation);

  /** The topic has lost its last subscription, and the hub has forgotten it. */
  void unwanted(Topic topic);
}
