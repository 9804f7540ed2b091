package dev.tickgate.hub;

/** One session's place among those that hear a topic. Confined to the hub's event loop. */
final class Subscription {
  final Session session;
  final TopicSessions topic;
  // Null while it does not hear the live stream.
  Group group;
  // Where it stands in its group.
  int index;
  // While a turn is handed out: the session's next subscription that has something to get.
  Subscription next;

  Subscription(Session session, TopicSessions topic) {
    this.session = session;
    this.topic = topic;
  }

  boolean isLive() {
    return group != null;
  }
}
