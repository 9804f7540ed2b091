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

/** One connected client: who it is, and what it hears. Confined to its hub's event loop. */
public final class Session {
  private final Hub hub;
  // Its place in the order in which the hub's sessions were opened.
  final long number;
  private Principal principal;
  private final Format format;
  private final Optional<Distributor> distributor;
  private final SessionOutput outlet;
  private final Map<Topic, Subscription> subscriptions = new HashMap<>();
  private final Map<Topic, Replay> replays = new LinkedHashMap<>();
  // Topics that it may read, whatever the rules say: most sessions have none.
  private Set<Topic> grants = Set.of();
  // While a turn is handed out: its subscriptions that have something to get.
  private Subscription chained;
  private Subscription chainEnd;
  private boolean heard = true;
  // How many of its replays catch up with what a full connection did not take.
  private int behind;
  // When the clock has something to say to it; null for never. Written by the deadlines.
  Instant due;

  /**
   * @param distributor sends it publications, in place of the groups of their topics
   */
  Session(
      Hub hub, long number, Principal principal, Format format, Optional<Distributor> distributor) {
    this.hub = hub;
    this.number = number;
    this.principal = principal;
    this.format = format;
    this.distributor = distributor;
    this.outlet = new SessionOutput(hub, this, format);
  }

  /** Where its frames go; given once, right after it was opened. */
  void attach(Transport transport) {
    outlet.attach(transport);
  }

  SessionOutput outlet() {
    return outlet;
  }

  /** The client's end, with the id by which its log lines are found. */
  public Peer peer() {
    return outlet.peer();
  }

  SessionInfo info() {
    Peer peer = peer();
    return new SessionInfo(
        number,
        principal.subject(),
        peer.request(),
        peer.transport(),
        subscriptions.size(),
        outlet.waiting());
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

  /** Goes on with the topic by a replay, until {@link #endReplay}. */
  void begin(Replay replay) {
    replays.put(replay.topic(), replay);
    behind += replay.isCatchUp() ? 1 : 0;
  }

  /** No replay of the topic goes on. */
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

  /** Whether something waits that a full connection did not take: then all topics wait with it. */
  boolean isBehind() {
    return behind > 0;
  }

  public boolean hasEnded() {
    return outlet.isClosed();
  }

  /** The client gave a sign of life. */
  public void heard() {
    heard = true;
  }

  /** The connection takes more again. */
  public void drained() {
    hub.guard().run(this, this::goOn);
    hub.flush();
  }

  /** Sends what waits, as much as the connection takes now. */
  void goOn() {
    outlet.sendWaiting();
    for (Replay replay : List.copyOf(replays.values())) {
      boolean served = outlet.takesMore();
      replay.drained();
      // Behind the others, or it would take all the room again and again.
      if (served && replays.remove(replay.topic(), replay)) {
        replays.put(replay.topic(), replay);
      }
    }
  }

  public void reply(Reply reply) {
    outlet.reply(reply);
  }

  boolean hearsOneTopic() {
    return subscriptions.size() == 1;
  }

  /**
   * Notes that one of its subscriptions has something to get in this turn.
   *
   * @return whether it is the first
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
    outlet.hand(subscription);
    outlet.flush();
  }

  /**
   * Sends the publications of this turn for several subscriptions, each in the frame of its group.
   */
  void deliverChain(Subscription first) {
    for (Subscription at = first; at != null; at = at.next) {
      outlet.hand(at);
    }
    outlet.flush();
  }

  /** Sends the publications of this turn for several subscriptions, in a shared frame. */
  void deliverChain(Subscription first, Frame frame) {
    outlet.hand(first, frame);
    outlet.flush();
  }

  void forget(Subscription subscription) {
    outlet.forget(subscription);
  }

  /** Every round of the hub's wheel: a client that was silent for a whole one is gone. */
  void checkAlive() {
    if (heard) {
      heard = !outlet.ping();
    } else {
      hub.sessions().end(this, CloseCode.SILENT);
    }
  }

  void end(Disconnect goodbye) {
    outlet.close(goodbye);
  }

  void gone() {
    outlet.gone();
  }
}
