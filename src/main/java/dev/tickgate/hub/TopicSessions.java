package dev.tickgate.hub;

import dev.tickgate.hub.Group.Audience;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One topic on one event loop: what it remembers, and who hears it. */
final class TopicSessions {
  final Topic topic;
  private final Delivery delivery;
  final History history;
  private final Map<Audience, Group> groups = new HashMap<>();
  // Of sessions, whether they hear the live stream or are still on the way to it.
  private int subscriptions;
  private final Scheduler alarm;
  private final Group.Release release;

  TopicSessions(
      Topic topic, Delivery delivery, int history, Scheduler alarm, Group.Release release) {
    this.topic = topic;
    this.delivery = delivery;
    this.history = new History(history);
    this.alarm = alarm;
    this.release = release;
  }

  /** Whether this node knows where the topic stands: before, nobody's position can be judged. */
  boolean isFilled() {
    return history.head().isPresent();
  }

  /** Starts anew: from here on, and with these, which lead up to it. */
  void fill(Position head, List<Publication> tail) {
    history.restart(new Position(head.epoch(), head.offset() - tail.size()));
    tail.forEach(history::append);
    groups.values().forEach(Group::restart);
  }

  /** Remembers it, and has it handed out with this turn, or when a group wants to hear again. */
  void publish(Publication publication, Turn turn) {
    history.append(publication);
    for (Group group : groups.values()) {
      if (group.admits(publication)) {
        turn.gather(group, publication);
      }
    }
  }

  void add(Subscription subscription) {
    groups
        .computeIfAbsent(
            subscription.audience(), audience -> new Group(audience, delivery, alarm, release))
        .join(subscription);
  }

  void subscribed() {
    subscriptions++;
  }

  void unsubscribed(Subscription subscription) {
    subscriptions--;
    remove(subscription);
  }

  /** Whether nothing is known of it and nobody waits for it. */
  boolean isIdle() {
    return subscriptions == 0 && !isFilled();
  }

  /** The subscription hears the live stream no more. */
  void remove(Subscription subscription) {
    if (subscription.isLive()) {
      Group group = subscription.group;
      group.remove(subscription);
      if (group.everybody().isEmpty()) {
        groups.remove(subscription.audience());
      }
    }
  }

  int groups() {
    return groups.size();
  }

  /** All subscriptions to the live stream. */
  List<Subscription> live() {
    List<Subscription> live = new ArrayList<>();
    groups.values().forEach(group -> live.addAll(group.everybody()));
    return live;
  }
}
