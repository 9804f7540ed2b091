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

/** One topic on one event loop: its history and its subscriptions. Confined to that loop. */
final class TopicSessions {
  final Topic topic;
  // Distinguishes this object from earlier ones of the topic, which the hub has removed.
  final long generation;
  private final Delivery delivery;
  final History history;
  private final Map<Audience, Group> groups = new HashMap<>();
  // The subscriptions of each distributor to the live stream.
  private final Map<Distributor, Set<Subscription>> distributed = new LinkedHashMap<>();
  // All subscriptions: in the live stream, waiting for the position, or in a replay.
  private final Set<Subscription> subscriptions = new LinkedHashSet<>();
  // Subscriptions that wait for the position of the topic, to be acknowledged with it.
  private final List<Subscription> waiting = new ArrayList<>();
  // The number of waiting subscriptions, the oldest ones, that were acknowledged without a
  // position.
  private int acknowledged;
  // Whether the topic is kept without subscriptions, too.
  private boolean pinned;
  private final Scheduler scheduler;
  private final Group.Release release;

  TopicSessions(
      Topic topic,
      long generation,
      Delivery delivery,
      int history,
      Scheduler scheduler,
      Group.Release release) {
    this.topic = topic;
    this.generation = generation;
    this.delivery = delivery;
    this.history = new History(history);
    this.scheduler = scheduler;
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

  /**
   * Whether this node knows the position of the topic. Before, it cannot check a client's position.
   */
  boolean isFilled() {
    return history.head().isPresent();
  }

  /** Restarts the history at that head, with the publications that lead up to it. */
  void fill(Position head, List<Publication> tail) {
    history.restart(new Position(head.epoch(), head.offset() - tail.size()));
    tail.forEach(history::append);
    groups.values().forEach(group -> group.restart(history.newest()));
    restarted(head);
  }

  /** Stores a publication, and adds it to the turn for each group whose pace admits it now. */
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
                new Group(
                    audience, delivery(audience.format()), history.newest(), scheduler, release))
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

  /** All subscriptions, whether or not they have reached the live stream. */
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

  /** Begins another epoch without publications; subscribers have missed nothing. */
  void beginEpoch(Position beginning) {
    history.restart(beginning);
    restarted(beginning);
  }

  private void restarted(Position head) {
    List.copyOf(distributed.keySet()).forEach(distributor -> distributor.restarted(topic, head));
  }

  /** Whether the topic has no subscription, and the node does not always keep it. */
  boolean isIdle() {
    return subscriptions.isEmpty() && !pinned;
  }

  /** Removes a subscription from the live stream. */
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
