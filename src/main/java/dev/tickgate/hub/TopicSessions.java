package dev.tickgate.hub;

import dev.tickgate.hub.Group.Audience;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One topic on one event loop: what it remembers, and who hears it. */
final class TopicSessions {
  final Topic topic;
  // Tells it from those of the topic that the hub had and forgot.
  final long generation;
  private final Delivery delivery;
  final History history;
  private final Map<Audience, Group> groups = new HashMap<>();
  // Each with its subscriptions to the live stream.
  private final Map<Distributor, Set<Subscription>> distributed = new LinkedHashMap<>();
  // Whether they hear the live stream, wait for it, or are still on the way to it.
  private final Set<Subscription> subscriptions = new LinkedHashSet<>();
  // Those without a position that are told where the topic stands once this node knows.
  private final List<Subscription> waiting = new ArrayList<>();
  // How many of them, the oldest, have been acknowledged without a position.
  private int acknowledged;
  // Kept without subscriptions, too.
  private boolean pinned;
  private final Scheduler alarm;
  private final Group.Release release;

  TopicSessions(
      Topic topic,
      long generation,
      Delivery delivery,
      int history,
      Scheduler alarm,
      Group.Release release) {
    this.topic = topic;
    this.generation = generation;
    this.delivery = delivery;
    this.history = new History(history);
    this.alarm = alarm;
    this.release = release;
  }

  Delivery delivery() {
    return delivery;
  }

  int subscribers() {
    return subscriptions.size();
  }

  boolean isPinned() {
    return pinned;
  }

  void pin() {
    pinned = true;
  }

  /** Whether this node knows where the topic stands: before, nobody's position can be judged. */
  boolean isFilled() {
    return history.head().isPresent();
  }

  /** Starts anew: from here on, and with these, which lead up to it. */
  void fill(Position head, List<Publication> tail) {
    history.restart(new Position(head.epoch(), head.offset() - tail.size()));
    tail.forEach(history::append);
    groups.values().forEach(group -> group.restart(history.newest()));
    restarted(head);
  }

  /** Remembers it, and has it handed out with this turn, or when a group wants to hear again. */
  void publish(Publication publication, Turn turn) {
    history.append(publication);
    distributed.keySet().forEach(distributor -> distributor.published(publication));
    for (Group group : groups.values()) {
      if (group.admits(publication)) {
        turn.gather(group, publication);
      }
    }
  }

  void add(Subscription subscription) {
    Optional<Distributor> distributor = subscription.session.distributor();
    if (distributor.isPresent()) {
      distributed
          .computeIfAbsent(distributor.get(), first -> new LinkedHashSet<>())
          .add(subscription);
      subscription.distributed = true;
      distributor.get().joined(subscription.session, topic, history.head());
      return;
    }
    groups
        .computeIfAbsent(
            subscription.audience(),
            audience ->
                new Group(audience, delivery(audience.format()), history.newest(), alarm, release))
        .join(subscription);
  }

  private Delivery delivery(Format format) {
    return format.alwaysConflates() ? Delivery.LATEST : delivery;
  }

  void subscribed(Subscription subscription) {
    subscriptions.add(subscription);
  }

  void unsubscribed(Subscription subscription) {
    subscriptions.remove(subscription);
    int place = waiting.indexOf(subscription);
    if (place >= 0) {
      waiting.remove(place);
      acknowledged -= place < acknowledged ? 1 : 0;
    }
    remove(subscription);
  }

  /** Every subscription, whether it hears the live stream or not yet. */
  List<Subscription> subscriptions() {
    return List.copyOf(subscriptions);
  }

  void waitForFill(Subscription subscription) {
    waiting.add(subscription);
  }

  List<Subscription> takeWaiting() {
    List<Subscription> taken = List.copyOf(waiting);
    waiting.clear();
    acknowledged = 0;
    return taken;
  }

  List<Subscription> takeUnacknowledged() {
    List<Subscription> taken = List.copyOf(waiting.subList(acknowledged, waiting.size()));
    acknowledged = waiting.size();
    return taken;
  }

  /** Another epoch begins in which nothing was published: nobody has missed anything. */
  void beginEpoch(Position beginning) {
    history.restart(beginning);
    restarted(beginning);
  }

  private void restarted(Position head) {
    List.copyOf(distributed.keySet()).forEach(distributor -> distributor.restarted(topic, head));
  }

  /** Whether no session subscribes to it, and the node does not keep it always. */
  boolean isIdle() {
    return subscriptions.isEmpty() && !pinned;
  }

  /** The subscription hears the live stream no more. */
  void remove(Subscription subscription) {
    if (subscription.distributed) {
      Distributor distributor = subscription.session.distributor().orElseThrow();
      subscription.distributed = false;
      distributed.get(distributor).remove(subscription);
      distributed.computeIfPresent(
          distributor, (known, others) -> others.isEmpty() ? null : others);
    } else if (subscription.isLive()) {
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
    distributed.values().forEach(live::addAll);
    return live;
  }
}
