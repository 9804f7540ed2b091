package dev.tickgate.hub;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;

/**
 * The subscription of one session to one topic. For a topic that no feed serves, it records the
 * request only. Confined to the hub's event loop.
 */
final class Subscription {
  final Session session;
  // Null where no feed serves the topic.
  final TopicSessions topic;
  final Pace pace;
  // Whether the client wants differences.
  final boolean delta;
  // The position of the last publication that the client got in a frame of its group, in a replay,
  // or as the newest; null before the first. Differences follow no publication that was sent in
  // another way.
  Position holds;
  // Whether the subscription is acknowledged with its position.
  boolean acknowledge;
  // Null while the subscription is not part of the live stream.
  Group group;
  // Whether a distributor sends the live stream, in place of a group.
  boolean distributed;
  // The index in the members of the group.
  int index;
  // During delivery: the session's next subscription with publications in this turn.
  Subscription next;

  Subscription(Session session, TopicSessions topic, Pace pace, boolean delta) {
    this.session = session;
    this.topic = topic;
    this.pace = pace;
    this.delta = delta;
  }

  /** Returns a subscription to a topic that no feed serves, which records the request only. */
  static Subscription unserved(Session session, Pace pace, boolean delta) {
    return new Subscription(session, null, pace, delta);
  }

  boolean isServed() {
    return topic != null;
  }

  /** The properties that the subscriptions of its group have in common. */
  Group.Audience audience() {
    return new Group.Audience(session.format(), pace, delta);
  }

  boolean isLive() {
    return group != null || distributed;
  }
}
