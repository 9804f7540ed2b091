package dev.tickgate.hub;

import dev.tickgate.stream.Pace;

/** One session's place among those that hear a topic. Confined to the hub's event loop. */
final class Subscription {
  final Session session;
  final TopicSessions topic;
  private final Pace pace;
  // Null while it does not hear the live stream.
  Group group;
  // Where it stands in its group.
  int index;
  // While a turn is handed out: the session's next subscription that has something to get.
  Subscription next;

  Subscription(Session session, TopicSessions topic, Pace pace) {
    this.session = session;
    this.topic = topic;
    this.pace = pace;
  }

  /** With whom it may share frames. */
  Group.Audience audience() {
    return new Group.Audience(session.format(), pace);
  }

  boolean isLive() {
    return group != null;
  }
}
