package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Topics × sessions of one event loop. Confined to it: no locks. What it writes in one turn leaves
 * with one flush per connection, when the owner of the turn calls {@link #flush()}.
 */
public final class Hub {
  /** A round of the wheel that looks for clients that have gone without a word. */
  public static final Duration ALIVE_ROUND = Duration.ofSeconds(25);

  private static final int SLOTS = 25;
  // Milliseconds over which the clients of a stopping node spread their return.
  private static final int COME_BACK_WITHIN = 1000;

  private final HubSettings settings;
  private final Access access;
  private final Archive archive;
  private final HubMetrics metrics;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<Topic, TopicSessions> topics = new HashMap<>();
  private final Map<Session, List<Set<Session>>> sessions = new HashMap<>();
  private final Wheel alive = new Wheel(SLOTS, Session::checkAlive);
  private final Wheel beats = new Wheel(SLOTS, this::beat);
  // Written by the loop, read by the node's log and metrics.
  private volatile int size;
  private final List<Session> unflushed = new ArrayList<>();
  private final Map<Session, CloseCode> ending = new LinkedHashMap<>();
  // Looked at with every publication of their topic, and once a second.
  private final WaitingReplays waiting = new WaitingReplays();

  public Hub(
      HubSettings settings,
      Access access,
      Archive archive,
      HubMetrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.access = access;
    this.archive = archive;
    this.metrics = metrics;
    this.clock = clock;
    this.random = random;
  }

  HubSettings settings() {
    return settings;
  }

  Archive archive() {
    return archive;
  }

  HubMetrics metrics() {
    return metrics;
  }

  /** How often {@link #tickAlive()} is to be called. */
  public Duration aliveTick() {
    return ALIVE_ROUND.dividedBy(SLOTS);
  }

  /** How often {@link #tickBeats()} is to be called. */
  public Duration beatTick() {
    return settings.heartbeat().dividedBy(SLOTS);
  }

  public void tickAlive() {
    alive.tick();
    waiting.take().forEach(Replay::pump);
    flush();
  }

  public void tickBeats() {
    beats.tick();
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
    sessions.put(session, List.of(alive.add(session), beats.add(session)));
    size = sessions.size();
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
    sessions.keySet().stream().limit(count).toList().forEach(session -> end(session, code));
  }

  /** How many sessions are open; any thread may ask. */
  public int size() {
    return size;
  }

  private void detach(Session session) {
    List<Set<Session>> slots = sessions.remove(session);
    if (slots == null) {
      return;
    }
    slots.forEach(slot -> slot.remove(session));
    session.replays().clear();
    session.subscriptions().values().forEach(s -> s.topic.remove(s));
    session.subscriptions().clear();
    size = sessions.size();
    metrics.closed();
  }

  /**
   * Lets a session hear a topic: from its position on where it gives one, otherwise the newest
   * publication at once and then the live ones.
   *
   * @param acknowledge whether a session without a position is told, too
   */
  public void subscribe(
      Session session, Topic topic, Optional<Position> since, boolean acknowledge) {
    Optional<ErrorCode> refusal = refusal(session, topic);
    if (refusal.isPresent()) {
      session.reply(new Reply.Failure(refusal.get(), clock.instant()));
      return;
    }
    Subscription subscription = new Subscription(session, sessionsOf(topic));
    session.subscriptions().put(topic, subscription);
    if (since.isPresent()) {
      Replay replay = new Replay(this, subscription, since.get());
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

  private Optional<ErrorCode> refusal(Session session, Topic topic) {
    if (!access.mayRead(session.principal(), topic)) {
      return Optional.of(ErrorCode.ACCESS_DENIED);
    }
    if (session.subscriptions().containsKey(topic)) {
      return Optional.of(ErrorCode.ALREADY_SUBSCRIBED);
    }
    if (session.subscriptions().size() >= settings.maxSubscriptions()) {
      metrics.overSubscribed();
      return Optional.of(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
    }
    return Optional.empty();
  }

  public void unsubscribe(Session session, Topic topic) {
    Subscription subscription = session.subscriptions().remove(topic);
    if (subscription == null) {
      session.reply(new Reply.Failure(ErrorCode.NOT_SUBSCRIBED, clock.instant()));
      return;
    }
    session.replays().remove(topic);
    session.forget(subscription);
    subscription.topic.remove(subscription);
    session.reply(new Reply.Unsubscribed(topic));
  }

  /** From here on the subscription hears what is published. */
  void goLive(Subscription subscription) {
    subscription.session.replays().remove(subscription.topic.topic);
    subscription.topic.add(subscription);
  }

  void goLiveWithNewest(Subscription subscription) {
    Session session = subscription.session;
    subscription.topic.history.newest().ifPresent(session::sendSnapshot);
    goLive(subscription);
  }

  /** Has a replay tried again when the node may know more. */
  void waitFor(Replay replay) {
    waiting.add(replay);
  }

  /** The successor of the topic's newest publication goes to everybody who hears the topic. */
  public void publish(Publication publication) {
    Topic topic = publication.topic();
    metrics.delivered(sessionsOf(topic).publish(publication));
    waiting.take(topic).forEach(Replay::publicationsCame);
  }

  /**
   * A topic starts, or starts anew because continuity was lost: who hears it is told so, and goes
   * on with the newest.
   *
   * @param tail the newest publications, up to the head
   */
  public void fill(Topic topic, Position head, List<Publication> tail) {
    TopicSessions hearers = sessionsOf(topic);
    boolean anew = hearers.isFilled();
    hearers.fill(head, tail);
    for (Subscription subscription : hearers.live()) {
      Session session = subscription.session;
      if (anew) {
        Reply.Resumption lost = new Reply.Resumption(false, 0);
        session.reply(new Reply.Subscribed(topic, Optional.of(head), Optional.of(lost)));
      }
      hearers.history.newest().ifPresent(session::sendSnapshot);
    }
    for (Session session : List.copyOf(sessions.keySet())) {
      Optional.ofNullable(session.replays().get(topic)).ifPresent(Replay::pump);
    }
  }

  /** News of a topic's stream for everybody who hears it. */
  public void report(Topic topic, ErrorCode code) {
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
        topic, name -> new TopicSessions(name, Delivery.NEWEST, settings.history()));
  }

  void flushLater(Session session) {
    unflushed.add(session);
  }

  /** The turn is over: everything written leaves, and who has to go goes. */
  public void flush() {
    unflushed.forEach(Session::flush);
    unflushed.clear();
    if (!ending.isEmpty()) {
      Map<Session, CloseCode> now = new LinkedHashMap<>(ending);
      ending.clear();
      now.forEach(this::end);
    }
  }
}
