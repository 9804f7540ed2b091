package dev.tickgate.hub;

import dev.tickgate.access.Principal;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Peer;
import dev.tickgate.transport.Transport;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One connected client, with its principal and its subscriptions. Confined to its hub's event loop.
 */
public final class Session {
  private final Hub hub;
  // The hub numbers its sessions in the order in which they were opened.
  final long number;
  private Principal principal;
  private final Format format;
  private final Optional<Distributor> distributor;
  private final SessionOutput output;
  private final Map<Topic, Subscription> subscriptions = new HashMap<>();
  private final Map<Topic, Replay> replays = new LinkedHashMap<>();
  // Topics that the session may read whatever the rules are; most sessions have none.
  private Set<Topic> grants = Set.of();
  // During delivery: a linked list of the subscriptions with publications in this turn.
  private Subscription chained;
  private Subscription chainEnd;
  private boolean heard = true;
  // The number of replays of publications that a full connection did not accept.
  private int behind;
  // The deadline of the session; null where it has none. Written by Deadlines.
  Instant due;

  /**
   * @param distributor sends publications to the session, in place of the groups of their topics
   */
  Session(
      Hub hub, long number, Principal principal, Format format, Optional<Distributor> distributor) {
    this.hub = hub;
    this.number = number;
    this.principal = principal;
    this.format = format;
    this.distributor = distributor;
    this.output = new SessionOutput(hub, this, format);
  }

  /** Sets the transport of the session; called once, right after it was opened. */
  void attach(Transport transport) {
    output.attach(transport);
  }

  SessionOutput output() {
    return output;
  }

  /** The client, with the request id of its log lines. */
  public Peer peer() {
    return output.peer();
  }

  SessionInfo info() {
    Peer peer = peer();
    return new SessionInfo(
        number,
        principal.subject(),
        peer.request(),
        peer.transport(),
        subscriptions.size(),
        output.waiting());
  }

  public Principal principal() {
    return principal;
  }

  void become(Principal other) {
    principal = other;
  }

  void grant(Topic topic) {
    Set<Topic> more = new HashSet<>(grants);
    more.add(topic);
    grants = more;
  }

  void withdraw(Topic topic) {
    Set<Topic> fewer = new HashSet<>(grants);
    fewer.remove(topic);
    grants = fewer;
  }

  boolean isGranted(Topic topic) {
    return grants.contains(topic);
  }

  public Format format() {
    return format;
  }

  Optional<Distributor> distributor() {
    return distributor;
  }

  Map<Topic, Subscription> subscriptions() {
    return subscriptions;
  }

  /** Continues the topic with a replay, until {@link #endReplay}. */
  void begin(Replay replay) {
    replays.put(replay.topic(), replay);
    behind += replay.isCatchUp() ? 1 : 0;
  }

  /** Ends the replay of the topic, if there is one. */
  void endReplay(Topic topic) {
    Replay ended = replays.remove(topic);
    behind -= ended != null && ended.isCatchUp() ? 1 : 0;
  }

  boolean has(Replay replay) {
    return replays.get(replay.topic()) == replay;
  }

  Optional<Replay> replay(Topic topic) {
    return Optional.ofNullable(replays.get(topic));
  }

  /**
   * Whether a replay waits for publications that a full connection did not accept; then all topics
   * that can catch up wait.
   */
  boolean isBehind() {
    return behind > 0;
  }

  public boolean hasEnded() {
    return output.isClosed();
  }

  /** Notes that the client has sent data. */
  public void heard() {
    heard = true;
  }

  /** Continues when the connection accepts more again. */
  public void drained() {
    hub.guard().run(this, this::goOn);
    hub.flush();
  }

  /** Sends as many waiting messages as the connection accepts now. */
  void goOn() {
    output.sendWaiting();
    for (Replay replay : List.copyOf(replays.values())) {
      boolean served = output.takesMore();
      replay.drained();
      // Moved behind the others, or it would use all the room each time.
      if (served && replays.remove(replay.topic(), replay)) {
        replays.put(replay.topic(), replay);
      }
    }
  }

  public void reply(Reply reply) {
    output.reply(reply);
  }

  boolean hearsOneTopic() {
    return subscriptions.size() == 1;
  }

  /**
   * Notes that a subscription has publications in this turn.
   *
   * @return whether it is the first one of the session
   */
  boolean chain(Subscription subscription) {
    subscription.next = null;
    boolean first = chained == null;
    if (first) {
      chained = subscription;
    } else {
      chainEnd.next = subscription;
    }
    chainEnd = subscription;
    return first;
  }

  Subscription chained() {
    return chained;
  }

  void unchain() {
    chained = null;
    chainEnd = null;
  }

  /** Sends the publications of this turn for one subscription. */
  void deliver(Subscription subscription) {
    output.hand(subscription);
    output.flush();
  }

  /**
   * Sends the publications of this turn for several subscriptions, each in the frame of its group.
   */
  void deliverChain(Subscription first) {
    for (Subscription at = first; at != null; at = at.next) {
      output.hand(at);
    }
    output.flush();
  }

  /** Sends the publications of this turn for several subscriptions, in a shared frame. */
  void deliverChain(Subscription first, Frame frame) {
    output.hand(first, frame);
    output.flush();
  }

  void forget(Subscription subscription) {
    output.forget(subscription);
  }

  /**
   * Closes a session whose client was silent for a whole round of the hub's wheel. Called once per
   * round.
   */
  void checkAlive() {
    if (heard) {
      heard = !output.ping();
    } else {
      hub.sessions().end(this, CloseCode.SILENT);
    }
  }

  void end(Disconnect disconnect) {
    output.close(disconnect);
  }

  void gone() {
    output.gone();
  }
}
