package dev.tickgate.hub;

import dev.tickgate.access.Principal;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.protocol.Reply;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Transport;
import java.time.Duration;
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
 * The open sessions of a hub. It opens and closes them, and spreads their pings and heartbeats over
 * time. Confined to the hub's event loop, except {@link #size()}.
 */
public final class SessionRegistry {
  static final int SLOTS = 25;

  // The milliseconds over which the clients of a stopping node reconnect.
  private static final int COME_BACK_WITHIN = 1000;

  private final Hub hub;
  private final RandomGenerator random;
  // In the order in which they were opened. The subscribers of a topic that becomes served are read
  // in this order, so that later writes access adjacent memory.
  private final Map<Session, List<Set<Session>>> sessions = new LinkedHashMap<>();
  private final EndedSessions ended;
  private final TimerWheel alive;
  private final TimerWheel beats;
  private long opened;
  // Written by the loop, read by the node's log and metrics.
  private volatile int size;

  SessionRegistry(Hub hub, RandomGenerator random) {
    this.hub = hub;
    this.random = random;
    this.ended = new EndedSessions(hub.metrics(), hub::nanos);
    alive = new TimerWheel(SLOTS, session -> hub.guard().run(session, session::checkAlive));
    beats = new TimerWheel(SLOTS, session -> hub.guard().run(session, () -> beat(session)));
  }

  private void beat(Session session) {
    session.reply(new Reply.Heartbeat(hub.now()));
  }

  /**
   * Opens a session for a client that has connected.
   *
   * @param transport creates the transport, which may call {@link Session#drained()}
   */
  public Session open(Principal principal, Format format, Function<Session, Transport> transport) {
    return open(principal, format, Optional.empty(), transport);
  }

  /**
   * Opens a session for a client that has connected.
   *
   * @param distributor sends publications to the session, in place of the groups of their topics
   * @param transport creates the transport, which may call {@link Session#drained()}
   */
  public Session open(
      Principal principal,
      Format format,
      Optional<Distributor> distributor,
      Function<Session, Transport> transport) {
    Session session = new Session(hub, ++opened, principal, format, distributor);
    session.attach(transport.apply(session));
    sessions.put(session, List.of(alive.add(session), beats.add(session)));
    size = sessions.size();
    hub.rights().opened(session);
    hub.metrics().opened();
    return session;
  }

  /** Removes a session whose connection is closed. */
  public void closed(Session session) {
    session.gone();
    remove(session);
  }

  /** Closes a session at once. */
  public void end(Session session, CloseCode code) {
    end(session, code == CloseCode.GOING_AWAY ? goingAway() : Disconnect.of(code));
  }

  /** Closes a session at once, with that code and that delay before the client reconnects. */
  public void end(Session session, Disconnect disconnect) {
    if (remove(session)) {
      ended.ended(disconnect.code(), session);
    }
    hub.guard().end(session, () -> session.end(disconnect));
  }

  /**
   * Returns the close with which a stopping node sends a client to another node. The delay before
   * the client reconnects is random.
   */
  public Disconnect goingAway() {
    return new Disconnect(CloseCode.GOING_AWAY, OptionalInt.of(random.nextInt(COME_BACK_WITHIN)));
  }

  /** Closes at most that many sessions. */
  public void endSome(int count, CloseCode code) {
    sessions.keySet().stream().limit(count).toList().forEach(session -> end(session, code));
  }

  /**
   * The sessions that match, in the order in which they were opened.
   *
   * @param after the number of the last one before the page; 0 for the first page
   */
  public List<SessionInfo> page(SessionQuery query, long after, int limit) {
    return sessions.keySet().stream()
        .filter(session -> session.number > after && query.matches(session))
        .limit(limit)
        .map(Session::info)
        .toList();
  }

  /** The number of sessions by their transport. */
  public Map<String, Integer> byTransport() {
    Map<String, Integer> counts = new HashMap<>();
    sessions.keySet().forEach(session -> counts.merge(session.peer().transport(), 1, Integer::sum));
    return counts;
  }

  /**
   * Closes the sessions that match; their clients reconnect, to any node.
   *
   * @return the number of closed sessions
   */
  public int kick(Predicate<SessionInfo> which) {
    List<Session> ending =
        sessions.keySet().stream().filter(session -> which.test(session.info())).toList();
    ending.forEach(session -> end(session, CloseCode.GOING_AWAY));
    return ending.size();
  }

  private boolean remove(Session session) {
    hub.deliver();
    List<Set<Session>> slots = sessions.remove(session);
    if (slots != null) {
      slots.forEach(slot -> slot.remove(session));
      size = sessions.size();
      hub.rights().closed(session);
      hub.subscriptions().removeAll(session);
      hub.metrics().closed();
    }
    return slots != null;
  }

  /** The interval at which {@link Hub#tickAlive()} is to be called. */
  public Duration aliveTick() {
    return Hub.ALIVE_ROUND.dividedBy(SLOTS);
  }

  /** The interval at which {@link Hub#tickBeats()} is to be called. */
  public Duration beatTick() {
    return hub.settings().heartbeat().dividedBy(SLOTS);
  }

  void tickAlive() {
    alive.tick();
    ended.sweep();
  }

  void tickBeats() {
    beats.tick();
  }

  List<Session> all() {
    return List.copyOf(sessions.keySet());
  }

  /** The number of open sessions; any thread may call. */
  public int size() {
    return size;
  }
}
