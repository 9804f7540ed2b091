package dev.tickgate.hub;

import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Subscribes sessions to topics, and removes their subscriptions. Confined to the hub's event loop.
 */
final class Subscriptions {
  private final Hub hub;
  private final Topics topics;
  // The last position of this turn that a full connection took, per subscription.
  private final Map<Subscription, Position> behind = new LinkedHashMap<>();

  Subscriptions(Hub hub, Topics topics) {
    this.hub = hub;
    this.topics = topics;
  }

  void subscribe(Session session, Command.Subscribe command, boolean acknowledge) {
    Topic topic = command.topic();
    Optional<ErrorCode> refusal = hub.rights().refusal(session, topic);
    if (refusal.isPresent()) {
      refuse(session, command, refusal.get());
      return;
    }
    if (command.pace().isLimited()
        && hub.settings().deliversEach(topic)
        && !session.format().alwaysConflates()) {
      refuse(session, command, ErrorCode.RATE_NOT_SUPPORTED);
      return;
    }
    if (!hub.settings().isServed(topic) && !topics.has(topic)) {
      session
          .subscriptions()
          .put(topic, Subscription.unserved(session, command.pace(), command.delta()));
      acknowledge(session, command, acknowledge);
      return;
    }
    Subscription subscription = topics.subscribe(session, topic, command.pace(), command.delta());
    subscription.acknowledge = acknowledge;
    session.subscriptions().put(topic, subscription);
    if (command.since().isPresent()) {
      Replay replay = Replay.resume(hub, subscription, command.since().get());
      session.begin(replay);
      replay.pump();
    } else if (subscription.topic.isFilled() || subscription.topic.isPinned()) {
      begin(subscription);
    } else {
      // Without a position, a client that is disconnected before the first publication could not
      // resume.
      subscription.topic.waitForFill(subscription);
    }
  }

  private void refuse(Session session, Command.Subscribe command, ErrorCode code) {
    session.reply(new Reply.Failure(code, command.topic().name(), command.id(), hub.now()));
  }

  private void begin(Subscription subscription) {
    acknowledge(subscription);
    goLiveWithNewest(subscription);
  }

  private void acknowledge(Subscription subscription) {
    if (subscription.acknowledge) {
      Optional<Position> head = subscription.topic.history.head();
      boolean newest = subscription.topic.history.newest().isPresent();
      Topic topic = subscription.topic.topic;
      subscription.session.reply(new Reply.Subscribed(topic, head, newest, Optional.empty()));
    }
  }

  /**
   * Acknowledges the waiting subscriptions without a position, because no leader reports one now.
   * They are acknowledged again when the position is known.
   */
  void acknowledgeWaiting(TopicSessions subscribers) {
    for (Subscription subscription : subscribers.takeUnacknowledged()) {
      hub.guard().run(subscription.session, () -> acknowledge(subscription));
    }
  }

  /**
   * Begins another epoch, in which nothing was published yet. Clients have missed nothing, but
   * could not resume from a position of the former epoch.
   */
  void beginEpoch(TopicSessions subscribers, Position beginning) {
    subscribers.beginEpoch(beginning);
    for (Subscription subscription : subscribers.live()) {
      hub.guard().run(subscription.session, () -> acknowledge(subscription));
    }
  }

  // Acknowledges a subscription to a topic that no feed serves and that has no position.
  private void acknowledge(Session session, Command.Subscribe command, boolean always) {
    Optional<Reply.Resumption> lost = command.since().map(since -> new Reply.Resumption(false, 0));
    command
        .since()
        .filter(since -> !since.equals(Position.NONE))
        .ifPresent(since -> hub.metrics().resumed(false));
    if (always || lost.isPresent()) {
      session.reply(new Reply.Subscribed(command.topic(), Optional.empty(), false, lost));
    }
  }

  /**
   * @return whether there was such a subscription
   */
  boolean remove(Session session, Topic topic) {
    hub.deliver();
    Subscription subscription = session.subscriptions().remove(topic);
    if (subscription == null) {
      return false;
    }
    session.forget(subscription);
    leave(topic, subscription);
    return true;
  }

  /** Removes all subscriptions of a session that is closed. */
  void removeAll(Session session) {
    session.subscriptions().forEach(this::leave);
    session.subscriptions().clear();
  }

  private void leave(Topic topic, Subscription subscription) {
    Session session = subscription.session;
    session.endReplay(topic);
    topics.unsubscribe(subscription);
    session.distributor().ifPresent(distributor -> distributor.left(session, topic));
  }

  /** Removes a subscription that the session may not have any more, and reports the reason. */
  void withdraw(Session session, Topic topic, ErrorCode why) {
    remove(session, topic);
    session.output().drop(topic);
    session.reply(new Reply.Trouble(topic, why, hub.now()));
  }

  /** Adds a subscription to the live stream. */
  void goLive(Subscription subscription) {
    hub.deliver();
    subscription.session.endReplay(subscription.topic.topic);
    subscription.topic.add(subscription);
  }

  void goLiveWithNewest(Subscription subscription) {
    SessionOutput output = subscription.session.output();
    Optional<Publication> newest = subscription.topic.history.newest();
    subscription.holds = output.takesMore() ? newest.map(Publication::position).orElse(null) : null;
    newest.ifPresent(output::sendSnapshot);
    goLive(subscription);
  }

  /**
   * Starts a topic, or starts it again because continuity was lost. Subscribers are notified of the
   * loss, and continue with the newest publication.
   */
  void fill(Topic topic, Position head, List<Publication> tail) {
    TopicSessions subscribers = topics.of(topic);
    boolean anew = subscribers.isFilled();
    if (!anew && !hub.settings().isServed(topic)) {
      hub.sessions().all().forEach(session -> serve(session, topic));
    }
    subscribers.fill(head, tail);
    Reply lost =
        new Reply.Subscribed(
            topic, Optional.of(head), !tail.isEmpty(), Optional.of(new Reply.Resumption(false, 0)));
    for (Subscription subscription : subscribers.live()) {
      Session session = subscription.session;
      hub.guard()
          .run(
              session,
              () -> {
                if (anew) {
                  session.reply(lost);
                }
                subscribers.history.newest().ifPresent(session.output()::sendSnapshot);
              });
    }
    subscribers
        .takeWaiting()
        .forEach(waiting -> hub.guard().run(waiting.session, () -> begin(waiting)));
    for (Subscription subscription : subscribers.subscriptions()) {
      Session session = subscription.session;
      hub.guard().run(session, () -> session.replay(topic).ifPresent(Replay::pump));
    }
  }

  /** Makes a recorded request a subscription, because the topic is served now. */
  private void serve(Session session, Topic topic) {
    Subscription wish = session.subscriptions().get(topic);
    if (wish != null && !wish.isServed()) {
      Subscription subscription = topics.subscribe(session, topic, wish.pace, wish.delta);
      session.subscriptions().put(topic, subscription);
      goLive(subscription);
    }
  }

  /** Sends a reply to all subscribers, including those that have not reached the live stream. */
  void tell(Topic topic, Reply news) {
    topics
        .find(topic)
        .map(TopicSessions::subscriptions)
        .orElse(List.of())
        .forEach(
            subscription ->
                hub.guard().run(subscription.session, () -> subscription.session.reply(news)));
  }

  /**
   * Notes that a full connection did not accept the publications after that position. Called during
   * delivery.
   */
  void fellBehind(Subscription subscription, Position last) {
    behind.put(subscription, last);
  }

  /**
   * Removes the subscriptions that fell behind in this turn from their groups. Until its connection
   * accepts more, such a subscription costs no more than its position.
   *
   * @return their sessions
   */
  List<Session> takeBehind() {
    List<Session> sessions = new ArrayList<>();
    behind.forEach(
        (subscription, last) -> {
          subscription.topic.remove(subscription);
          subscription.session.begin(Replay.catchUp(hub, subscription, last));
          sessions.add(subscription.session);
        });
    behind.clear();
    return sessions;
  }
}
