package dev.tickgate.hub;

import dev.tickgate.stream.Topic;

/**
 * Receives the topics that a hub needs, besides those that its node always keeps. Called on the
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
   * Called when a topic gets its first subscription; {@link Hub#fillWanted} is the answer.
   *
   * @param generation distinguishes this request from earlier ones, whose answer may arrive after
   *     the topic has lost its last subscription
   */
  void wanted(Topic topic, long generation);

  /** Called when a topic has lost its last subscription and the hub has removed it. */
  void unwanted(Topic topic);
}
