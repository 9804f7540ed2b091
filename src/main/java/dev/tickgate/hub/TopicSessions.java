package dev.tickgate.hub;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One topic on one event loop: what it remembers, and who hears it. */
final class TopicSessions {
  final Topic topic;
  private final Delivery delivery;
  final History history;
  private final Map<Format, Group> groups = new HashMap<>();

  TopicSessions(Topic topic, Delivery delivery, int history) {
    this.topic = topic;
    this.delivery = delivery;
    this.history = new History(history);
  }

  /** Whether this node knows where the topic stands: before, nobody's position can be judged. */
  boolean isFilled() {
    return history.head().isPresent();
  }

  /** Starts anew: from here on, and with these, which lead up to it. */
  void fill(Position head, List<Publication> tail) {
    history.restart(new Position(head.epoch(), head.offset() - tail.size()));
    tail.forEach(history::append);
  }

  /** Remembers it, and has it handed out with this turn. */
  void publish(Publication publication, Turn turn) {
    history.append(publication);
    for (Group group : groups.values()) {
      if (!group.members().isEmpty()) {
        turn.gather(group, publication);
      }
    }
  }

  void add(Subscription subscription) {
    groups
        .computeIfAbsent(subscription.session.format(), format -> new Group(format, delivery))
        .add(subscription);
  }

  void remove(Subscription subscription) {
    if (subscription.isLive()) {
      subscription.group.remove(subscription);
    }
  }

  List<Subscription> live() {
    List<Subscription> live = new ArrayList<>();
    groups.values().forEach(group -> live.addAll(group.members()));
    return live;
  }
}
