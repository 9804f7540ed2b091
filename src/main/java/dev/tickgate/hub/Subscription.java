package dev.tickgate.hub;

/** One session's place among those that hear a topic. Confined to the hub's event loop. */
final class Subscription {
  final Session session;
  final TopicSessions topic;
  // Where it stands in its group; -1 while it does not hear the live stream.
  int index = -1;

  Subscription(Session session, TopicSessions topic) {
    this.session = session;
    this.topic = topic;
  }

  boolean isLive() {
    return index >= 0;
  }
}
