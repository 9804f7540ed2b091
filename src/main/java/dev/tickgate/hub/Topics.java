package dev.tickgate.hub;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics of a hub: those that have a position, and those that a session subscribes to. The
 * others leave with their last subscription, because clients may invent names without end. Confined
 * to the hub's event loop.
 */
final class Topics {
  private final Map<Topic, TopicSessions> topics = new HashMap<>();
  private final int history;
  private final Scheduler alarm;
  private final Group.Release release;

  /**
   * @param history publications remembered per topic
   */
  Topics(int history, Scheduler alarm, Group.Release release) {
    this.history = history;
    this.alarm = alarm;
    this.release = release;
  }

  TopicSessions of(Topic topic) {
    return topics.computeIfAbsent(
        topic, name -> new TopicSessions(name, Delivery.LATEST, history, alarm, release));
  }

  /** Whether it has a position, or a session that subscribes to it. */
  boolean has(Topic topic) {
    return topics.containsKey(topic);
  }

  Subscription subscribe(Session session, Topic topic, Pace pace) {
    TopicSessions hearers = of(topic);
    hearers.subscribed();
    return new Subscription(session, hearers, pace);
  }

  void unsubscribe(Subscription subscription) {
    if (!subscription.isServed()) {
      return;
    }
    TopicSessions hearers = subscription.topic;
    hearers.unsubscribed(subscription);
    if (hearers.isIdle()) {
      topics.remove(hearers.topic);
    }
  }

  /** The newest publications of the topic, oldest first. */
  List<Publication> newest(Topic topic, int limit) {
    TopicSessions hearers = topics.get(topic);
    return hearers == null ? List.of() : hearers.history.tail(limit);
  }

  int size() {
    return topics.size();
  }

  int groups() {
    return topics.values().stream().mapToInt(TopicSessions::groups).sum();
  }
}
