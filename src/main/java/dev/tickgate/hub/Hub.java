package dev.tickgate.hub;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Frame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The topics and sessions of one event loop, and confined to it. Everything that is written in one
 * turn is sent with one flush per connection, when the owner of the turn calls {@link #flush()}.
 */
public final class Hub {
  /** The length of a round of the wheel that looks for silent clients. */
  public static final Duration ALIVE_ROUND = Duration.ofSeconds(25);

  private final HubSettings settings;
  private final SessionAuthorization rights;
  private final ReplaySource replaySource;
  private final HubMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final LoopTime loopTime;
  private final SessionGuard guard;
  private final Topics topics;
  private final Subscriptions subscriptions;
  private final SessionRegistry sessions;
  private final Turn turn;
  private final TurnEnd end = new TurnEnd(this);
  private final ReplayPages replayed = new ReplayPages();
  // Checked with every publication of their topic, and once a second.
  private final WaitingReplays waiting = new WaitingReplays();

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public Hub(
      HubSettings settings,
      AccessPolicy access,
      ReplaySource replaySource,
      HubMetrics metrics,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random,
      Scheduler scheduler) {
    this.settings = settings;
    this.rights = new SessionAuthorization(this, access);
    this.replaySource = replaySource;
    this.metrics = metrics;
    this.clock = clock;
    this.nanos = nanos;
    this.loopTime = new LoopTime(nanos);
    this.guard = new SessionGuard(metrics, nanos, this::endLater);
    this.topics = new Topics(settings, scheduler, this::release);
    this.subscriptions = new Subscriptions(this, topics);
    this.turn = new Turn(guard);
    this.sessions = new SessionRegistry(this, random);
  }

  public HubSettings settings() {
    return settings;
  }

  ReplaySource replaySource() {
    return replaySource;
  }

  ReplayPages replayed() {
    return replayed;
  }

  /** Sets the listener for topics that get their first subscription or lose their last one. */
  public void interest(TopicInterest interest) {
    topics.tell(interest);
  }

  HubMetrics metrics() {
    return metrics;
  }

  /** The users whose sessions are traced. */
  public SessionTraces traces() {
    return metrics.traces();
  }

  public void tickAlive() {
    loopTime.now();
    sessions.tickAlive();
    replayed.forget();
    rights.tick();
    waiting.take().forEach(replay -> guard.run(replay.session(), replay::pump));
    topics.all().forEach(subscriptions::acknowledgeWaiting);
    flush();
  }

  public void tickBeats() {
    sessions.tickBeats();
    flush();
  }

  /**
   * Closes a session at the end of the turn: the members of groups must not change during delivery.
   */
  void endLater(Session session, CloseCode code) {
    end.end(session, code);
  }

  /**
   * Subscribes a session to a topic. With a position, the session gets the publications after it;
   * without one, the newest publication. The live publications follow.
   *
   * @param acknowledge whether a subscription without a position is acknowledged, too
   */
  public void subscribe(Session session, Command.Subscribe command, boolean acknowledge) {
    guard.run(session, () -> subscriptions.subscribe(session, command, acknowledge));
  }

  public void unsubscribe(Session session, Command.Unsubscribe command) {
    Topic topic = command.topic();
    boolean heard = subscriptions.remove(session, topic);
    session.reply(
        heard
            ? new Reply.Unsubscribed(topic)
            : new Reply.Failure(ErrorCode.NOT_SUBSCRIBED, topic.name(), command.id(), now()));
  }

  /** Whether the session is subscribed to the topic. */
  public boolean hears(Session session, Topic topic) {
    return session.subscriptions().containsKey(topic);
  }

  /** The open sessions. */
  public SessionRegistry sessions() {
    return sessions;
  }

  /** The authorization of the sessions. */
  public SessionAuthorization rights() {
    return rights;
  }

  /**
   * The topics of the hub by name, each with the number of its subscribers.
   *
   * @param after the last name before the page
   */
  public SortedMap<String, Integer> topics(String after, int limit) {
    return topics.page(after, limit);
  }

  public int groups() {
    return topics.groups();
  }

  int topics() {
    return topics.size();
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  SessionGuard guard() {
    return guard;
  }

  long nanos() {
    return nanos.getAsLong();
  }

  /** The nanoseconds during which this loop ran. */
  long loopTime() {
    return loopTime.now();
  }

  public Instant now() {
    return clock.instant();
  }

  /** Registers a replay, which tries again when the node may have more publications. */
  void waitFor(Replay replay) {
    waiting.add(replay);
  }

  /** Sends the successor of the topic's newest publication to all subscribers of the topic. */
  public void publish(Publication publication) {
    Topic topic = publication.topic();
    Optional<TopicSessions> subscribers = topics.find(topic).filter(TopicSessions::isFilled);
    if (subscribers.isEmpty()) {
      // It is part of the fill that follows when a session subscribes.
      return;
    }
    subscribers.get().publish(publication, turn);
    if (settings.ranksEvents(topic)) {
      metrics.reached(publication, now());
    }
    if (turn.isFull()) {
      deliver();
    }
    waiting.take(topic).forEach(replay -> guard.run(replay.session(), replay::publicationsCame));
  }

  /**
   * Delivers the publications of this turn; called before a session joins, leaves or gets a reply.
   */
  void deliver() {
    if (!turn.isEmpty()) {
      metrics.delivered(turn.deliver());
      end.goOn(subscriptions.takeBehind());
    }
  }

  /**
   * Starts a topic, or starts it again because continuity was lost. Its subscribers are notified of
   * the loss, and continue with the newest publication.
   *
   * @param tail the newest publications, up to the head
   */
  public void fill(Topic topic, Position head, List<Publication> tail) {
    deliver();
    topics.of(topic).pin();
    subscriptions.fill(topic, head, tail);
  }

  /** Does the same for a topic that this hub requested; ignored if it has removed that topic. */
  public void fillWanted(Topic topic, long generation, Position head, List<Publication> tail) {
    deliver();
    if (topics
        .find(topic)
        .filter(subscribers -> subscribers.generation == generation)
        .isPresent()) {
      subscriptions.fill(topic, head, tail);
    }
  }

  /** Acknowledges the waiting subscriptions of a topic, because no leader reports its position. */
  public void acknowledgeWaiting(Topic topic) {
    deliver();
    topics.find(topic).ifPresent(subscriptions::acknowledgeWaiting);
  }

  /** Begins another epoch of a topic without publications, and sends clients the position. */
  public void beginEpoch(Topic topic, Position beginning) {
    deliver();
    topics
        .find(topic)
        .filter(TopicSessions::isFilled)
        .ifPresent(subscribers -> subscriptions.beginEpoch(subscribers, beginning));
  }

  /** Reports a disturbance of a topic to all its subscribers. */
  public void report(Topic topic, ErrorCode code) {
    deliver();
    subscriptions.tell(topic, new Reply.Trouble(topic, code, now()));
  }

  /** Reports the end of a disturbance, which was reported with that code, to all subscribers. */
  public void resumed(Topic topic, ErrorCode was) {
    deliver();
    subscriptions.tell(topic, new Reply.Resumed(topic, was, now()));
  }

  /**
   * Sends a frame of a session's distributor, with publications of a topic; {@link #flush()} sends
   * it. A session that reads too slowly is closed.
   *
   * @param publications the number of publications in the frame
   * @param written called when the connection accepts the frame, now or later
   */
  public void send(Session session, Topic topic, Frame frame, int publications, Runnable written) {
    guard.run(
        session,
        () ->
            session
                .output()
                .distribute(
                    topic,
                    frame,
                    () -> {
                      metrics.delivered(publications);
                      written.run();
                    }));
  }

  /** The newest position of a topic; empty where this hub does not know it. */
  public Optional<Position> position(Topic topic) {
    return topics.find(topic).flatMap(subscribers -> subscribers.history.head());
  }

  /** The newest publications of a topic, oldest first. */
  public List<Publication> newest(Topic topic, int limit) {
    return topics.newest(topic, limit);
  }

  /** Delivers the publication of a group of limited pace when its interval has ended. */
  private void release(Group group, Publication newest, Map<Subscription, Long> latecomers) {
    turn.gather(group, newest);
    deliver();
    latecomers.forEach(
        (subscription, known) ->
            guard.run(subscription.session, () -> group.catchUp(subscription, newest, known)));
    flush();
  }

  void flushLater(SessionOutput output) {
    end.flush(output);
  }

  /**
   * Ends the turn: flushes each connection that was written to, then closes the sessions that are
   * due.
   */
  public void flush() {
    deliver();
    end.run();
  }
}
