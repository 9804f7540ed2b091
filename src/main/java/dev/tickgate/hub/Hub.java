package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Goodbye;
import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Topics × sessions of one event loop. Confined to it: no locks. What it writes in one turn leaves
 * with one flush per connection, when the owner of the turn calls {@link #flush()}.
 */
public final class Hub {
  /** A round of the wheel that looks for clients that have gone without a word. */
  public static final Duration ALIVE_ROUND = Duration.ofSeconds(25);

  // Milliseconds over which the clients of a stopping node spread their return.
  private static final int COME_BACK_WITHIN = 1000;

  private final HubSettings settings;
  private final Rights rights;
  private final Archive archive;
  private final HubMetrics metrics;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Alarm alarm;
  private final Map<Topic, TopicSessions> topics = new HashMap<>();
  private final Attendance attendance = new Attendance(Session::checkAlive, this::beat);
  private final List<Outlet> unflushed = new ArrayList<>();
  private Predicate<Topic> awaited = topic -> true;
  private final Turn turn = new Turn();
  private final ReplayPages replayed = new ReplayPages();
  private final Map<Session, CloseCode> ending = new LinkedHashMap<>();
  // Looked at with every publication of their topic, and once a second.
  private final WaitingReplays waiting = new WaitingReplays();

  public Hub(
      HubSettings settings,
      Access access,
      Archive archive,
      HubMetrics metrics,
      InstantSource clock,
      RandomGenerator random,
      Alarm alarm) {
    this.settings = settings;
    this.rights = new Rights(this, access);
    this.archive = archive;
    this.metrics = metrics;
    this.clock = clock;
    this.random = random;
    this.alarm = alarm;
  }

  HubSettings settings() {
    return settings;
  }

  Archive archive() {
    return archive;
  }

  ReplayPages replayed() {
    return replayed;
  }

  /** Of these topics alone the node will hear, sooner or later; before, of any. */
  public void awaitOnly(Collection<Topic> topics) {
    awaited = Set.copyOf(topics)::contains;
  }

  boolean awaits(Topic topic) {
    return awaited.test(topic);
  }

  HubMetrics metrics() {
    return metrics;
  }

  /** How often {@link #tickAlive()} is to be called. */
  public Duration aliveTick() {
    return ALIVE_ROUND.dividedBy(Attendance.SLOTS);
  }

  /** How often {@link #tickBeats()} is to be called. */
  public Duration beatTick() {
    return settings.heartbeat().dividedBy(Attendance.SLOTS);
  }

  public void tickAlive() {
    attendance.tickAlive();
    replayed.forget();
    rights.tick();
    waiting.take().forEach(Replay::pump);
    flush();
  }

  public void tickBeats() {
    attendance.tickBeats();
    flush();
  }

  private void beat(Session session) {
    session.reply(new Reply.Heartbeat(clock.instant()));
  }

  /**
   * A client has connected.
   *
   * @param transport its way out, which may tell the session that it was drained
   */
  public Session open(Principal principal, Format format, Function<Session, Transport> transport) {
    Session session = new Session(this, principal, format);
    session.attach(transport.apply(session));
    attendance.add(session);
    rights.opened(session);
    metrics.opened();
    return session;
  }

  /** The client has left, or was left. */
  public void closed(Session session) {
    session.gone();
    detach(session);
  }

  /** Ends a session, now. */
  public void end(Session session, CloseCode code) {
    detach(session);
    session.end(
        code == CloseCode.GOING_AWAY
            ? new Goodbye(code, OptionalInt.of(random.nextInt(COME_BACK_WITHIN)))
            : Goodbye.of(code));
  }

  /** Ends a session when the turn is over: while a publication goes round nobody leaves. */
  void endLater(Session session, CloseCode code) {
    ending.putIfAbsent(session, code);
  }

  /** Ends so many sessions, if there are so many. */
  public void endSome(int count, CloseCode code) {
    attendance.some(count).forEach(session -> end(session, code));
  }

  /** How many sessions are open; any thread may ask. */
  public int size() {
    return attendance.size();
  }

  private void detach(Session session) {
    deliver();
    if (!attendance.remove(session)) {
      return;
    }
    rights.closed(session);
    session.replays().clear();
    session.subscriptions().values().forEach(s -> s.topic.remove(s));
    session.subscriptions().clear();
    metrics.closed();
  }

  /**
   * Lets a session hear a topic: from its position on where it gives one, otherwise the newest
   * publication at once and then the live ones.
   *
   * @param acknowledge whether a session without a position is told, too
   */
  public void subscribe(Session session, Command.Subscribe command, boolean acknowledge) {
    Topic topic = command.topic();
    Optional<ErrorCode> refusal = rights.refusal(session, topic);
    if (refusal.isPresent()) {
      session.reply(new Reply.Failure(refusal.get(), clock.instant()));
      return;
    }
    Subscription subscription = new Subscription(session, sessionsOf(topic), command.pace());
    session.subscriptions().put(topic, subscription);
    if (command.since().isPresent()) {
      Replay replay = new Replay(this, subscription, command.since().get());
      session.replays().put(topic, replay);
      replay.pump();
    } else {
      if (acknowledge) {
        Optional<Position> head = subscription.topic.history.head();
        session.reply(new Reply.Subscribed(topic, head, Optional.empty()));
      }
      goLiveWithNewest(subscription);
    }
  }

  public void unsubscribe(Session session, Topic topic) {
    session.reply(
        remove(session, topic)
            ? new Reply.Unsubscribed(topic)
            : new Reply.Failure(ErrorCode.NOT_SUBSCRIBED, clock.instant()));
  }

  private boolean remove(Session session, Topic topic) {
    deliver();
    Subscription subscription = session.subscriptions().remove(topic);
    if (subscription == null) {
      return false;
    }
    session.replays().remove(topic);
    session.forget(subscription);
    subscription.topic.remove(subscription);
    return true;
  }

  /** The session hears the topic no more, because it may not. */
  void withdraw(Session session, Topic topic, ErrorCode why) {
    remove(session, topic);
    session.outlet().drop(topic);
    session.reply(new Reply.Trouble(topic, why, clock.instant()));
  }

  /** What the sessions may do. */
  public Rights rights() {
    return rights;
  }

  /** Groups of sessions that hear the same in the same way; for tests. */
  public int groups() {
    return topics.values().stream().mapToInt(TopicSessions::groups).sum();
  }

  List<Session> everybody() {
    return attendance.everybody();
  }

  Instant now() {
    return clock.instant();
  }

  /** From here on the subscription hears what is published. */
  void goLive(Subscription subscription) {
    deliver();
    subscription.session.replays().remove(subscription.topic.topic);
    subscription.topic.add(subscription);
  }

  void goLiveWithNewest(Subscription subscription) {
    Session session = subscription.session;
    subscription.topic.history.newest().ifPresent(session.outlet()::sendSnapshot);
    goLive(subscription);
  }

  /** Has a replay tried again when the node may know more. */
  void waitFor(Replay replay) {
    waiting.add(replay);
  }

  /** The successor of the topic's newest publication goes to everybody who hears the topic. */
  public void publish(Publication publication) {
    Topic topic = publication.topic();
    sessionsOf(topic).publish(publication, turn);
    if (turn.isFull()) {
      deliver();
    }
    waiting.take(topic).forEach(Replay::publicationsCame);
  }

  /** Who joins, leaves or is told something must find what was published before handed out. */
  private void deliver() {
    if (!turn.isEmpty()) {
      metrics.delivered(turn.deliver());
    }
  }

  /**
   * A topic starts, or starts anew because continuity was lost: who hears it is told so, and goes
   * on with the newest.
   *
   * @param tail the newest publications, up to the head
   */
  public void fill(Topic topic, Position head, List<Publication> tail) {
    deliver();
    TopicSessions hearers = sessionsOf(topic);
    boolean anew = hearers.isFilled();
    hearers.fill(head, tail);
    for (Subscription subscription : hearers.live()) {
      Session session = subscription.session;
      if (anew) {
        Reply.Resumption lost = new Reply.Resumption(false, 0);
        session.reply(new Reply.Subscribed(topic, Optional.of(head), Optional.of(lost)));
      }
      hearers.history.newest().ifPresent(session.outlet()::sendSnapshot);
    }
    for (Session session : attendance.everybody()) {
      Optional.ofNullable(session.replays().get(topic)).ifPresent(Replay::pump);
    }
  }

  /** News of a topic's stream for everybody who hears it. */
  public void report(Topic topic, ErrorCode code) {
    deliver();
    Reply trouble = new Reply.Trouble(topic, code, clock.instant());
    sessionsOf(topic).live().forEach(subscription -> subscription.session.reply(trouble));
    waiting.reply(topic, trouble);
  }

  /** The newest publications of a topic, oldest first. */
  public List<Publication> newest(Topic topic, int limit) {
    TopicSessions hearers = topics.get(topic);
    return hearers == null ? List.of() : hearers.history.tail(limit);
  }

  private TopicSessions sessionsOf(Topic topic) {
    return topics.computeIfAbsent(
        topic,
        name -> new TopicSessions(name, Delivery.NEWEST, settings.history(), alarm, this::release));
  }

  /** The time of a group with a limited pace has come. */
  private void release(Group group, Publication newest, Map<Subscription, Long> latecomers) {
    turn.gather(group, newest);
    deliver();
    latecomers.forEach((subscription, known) -> group.catchUp(subscription, newest, known));
    flush();
  }

  void flushLater(Outlet outlet) {
    unflushed.add(outlet);
  }

  /** The turn is over: everything written leaves, and who has to go goes. */
  public void flush() {
    deliver();
    unflushed.forEach(Outlet::flush);
    unflushed.clear();
    if (!ending.isEmpty()) {
      Map<Session, CloseCode> now = new LinkedHashMap<>(ending);
      ending.clear();
      now.forEach(this::end);
    }
  }
}
