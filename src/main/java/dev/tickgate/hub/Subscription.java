package dev.tickgate.hub;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;

/**
 * One session's place among those that hear a topic; of a topic that no feed serves, its wish
 * alone. Confined to the hub's event loop.
 */
final class Subscription {
  final Session session;
  // Null where no feed serves the topic.
  final TopicSessions topic;
  final Pace pace;
  // Whether the client wants differences.
  final boolean delta;
  // The publication that its client has got last in a frame of its group, a replay or as the
  // newest; null before. What was sent to it otherwise, differences do not follow.
  Position holds;
  // Whether the client is told where it begins.
  boolean acknowledge;
  // Null while it does not hear the live stream.
  Group group;
  // Whether a distributor tells it the live stream, and no group.
  boolean distributed;
  // Where it stands in its group.
  int index;
  // While a turn is handed out: the session's next subscription that has something to get.
  Subscription next;

  Subscription(Session session, TopicSessions topic, Pace pace, boolean delta) {
    this.session = session;
    this.topic = topic;
    this.pace = pace;
    this.delta = delta;
  }

  /** To a topic that no feed serves: nothing is kept but that the session wants it. */
  static Subscription unserved(Session session, Pace pace, boolean delta) {
    return new Subscription(session, null, pace, delta);
  }

  boolean isServed() {
    return topic != null;
  }

  /** With whom it may share frames. */
  Group.Audience audience() {
    return new Group.Audience(session.format(), pace, delta);
  }

  boolean isLive() {
    return group != null || distributed;
  }
}
